import type { SettingsSection } from '../state/settings-sections.ts';

/** The section at the top of the view; folded sections and those without search results do not count. */
export class SectionInView {
  current = $state<SettingsSection | null>(null);

  /** Watches the sections (`data-section`) within an element. */
  readonly watch = (parts: HTMLElement): (() => void) => {
    const seen = new Map<Element, boolean>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) seen.set(target, isIntersecting);
        const first = [...parts.querySelectorAll<HTMLElement>('[data-section]')].find((part) => seen.get(part));
        if (first) this.current = first.dataset['section'] as SettingsSection;
      },
      // The upper part of the view, where the reader looks.
      { rootMargin: '0px 0px -60% 0px' },
    );
    for (const part of parts.querySelectorAll('[data-section]')) observer.observe(part);
    return () => observer.disconnect();
  };
}
