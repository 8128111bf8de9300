/** A document as one HTML file: nothing in it is fetched, nothing runs. Formulas are MathML, which browsers show. */
import type { Document, Part } from '../model.ts';
import { EXPORT_WORDS } from '../words.ts';
import { escapeXml } from '../xml.ts';
import { PAGE_STYLE } from './style.ts';
import { writeSection } from './write-html-blocks.ts';

export function writeHtml(document: Document): string {
  return (
    `<!DOCTYPE html>\n<html lang="${document.language}">\n<head>\n<meta charset="utf-8"/>\n` +
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n' +
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"/>\n' +
    `<meta name="generator" content="Sarvi"/>\n<title>${escapeXml(document.title)}</title>\n<style>\n${PAGE_STYLE}\n</style>\n` +
    `</head>\n<body>\n<main>\n${writeHtmlParts(document)}\n</main>\n</body>\n</html>\n`
  );
}

function writeHtmlParts({ parts, language }: Document): string {
  let sections = 0;
  const writePart = ({ title, facts, sections: own }: Part): string => {
    const head = title === '' ? '' : `<h1 dir="auto">${escapeXml(title)}</h1>\n`;
    const about = facts === '' ? '' : `<p class="facts" dir="auto">${escapeXml(facts)}</p>\n`;
    const written = own.map((section) => {
      sections += 1;
      const { heading } = section;
      const time =
        heading === null || heading.time === '' ? '' : ` <span class="time">${escapeXml(heading.time)}</span>`;
      const speaker =
        heading === null ? '' : `<h2 class="speaker" dir="auto">${escapeXml(heading.speaker)}${time}</h2>\n`;
      const look = {
        headingBase: heading === null ? 1 : 2,
        section: sections,
        notesLabel: EXPORT_WORDS[language].notes,
        isInline: false,
      };
      return `<section>\n${speaker}${writeSection(section, look)}\n</section>`;
    });
    return `<article>\n${head}${about}${written.join('\n')}\n</article>`;
  };
  return parts.map(writePart).join('\n');
}
