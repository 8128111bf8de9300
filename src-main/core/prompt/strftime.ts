import { NotSupported } from '../jinja/failures.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/**
 * Python's `strftime` in the C locale, because models saw English names in training.
 *
 * @throws NotSupported for an unknown field
 */
export function strftime(date: Date, format: string): string {
  return format.replace(/%(-?)([^])/g, (whole, unpadded: string, field: string) => {
    const value = fieldOf(date, field);
    if (value === undefined) throw new NotSupported(`the date field ${whole}`);
    return unpadded === '-' ? value.replace(/^[0 ](?=\d)/, '') : value;
  });
}

function fieldOf(date: Date, field: string): string | undefined {
  const month = MONTHS[date.getMonth()] ?? '';
  const day = DAYS[date.getDay()] ?? '';
  switch (field) {
    case 'Y':
      return String(date.getFullYear());
    case 'y':
      return two(date.getFullYear() % 100);
    case 'm':
      return two(date.getMonth() + 1);
    case 'B':
      return month;
    case 'b':
    case 'h':
      return month.slice(0, 3);
    case 'd':
      return two(date.getDate());
    case 'e':
      return String(date.getDate()).padStart(2, ' ');
    case 'A':
      return day;
    case 'a':
      return day.slice(0, 3);
    case 'w':
      return String(date.getDay());
    case 'u':
      return String(date.getDay() === 0 ? 7 : date.getDay());
    case 'j':
      return String(dayOfYear(date)).padStart(3, '0');
    case 'H':
      return two(date.getHours());
    case 'I':
      return two(date.getHours() % 12 === 0 ? 12 : date.getHours() % 12);
    case 'p':
      return date.getHours() < 12 ? 'AM' : 'PM';
    case 'M':
      return two(date.getMinutes());
    case 'S':
      return two(date.getSeconds());
    case 'F':
      return strftime(date, '%Y-%m-%d');
    case 'T':
      return strftime(date, '%H:%M:%S');
    case 'R':
      return strftime(date, '%H:%M');
    case 'D':
      return strftime(date, '%m/%d/%y');
    case '%':
      return '%';
    default:
      return undefined;
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getFullYear(), 0, 0);
  return Math.round((Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - start) / 86_400_000);
}
