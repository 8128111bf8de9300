/** The languages whose label the Finnish harness can translate into a code of two letters. */
const EUROPEAN = new Set('bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' '));

/** The language of a text among those of the European Union; null for any other, and where nothing tells. */
export type DetectEuropean = (text: string) => string | null;

/**
 * Stands for heliport, which the Finnish harness asks. Of the detectors at hand, eld's large table agrees with it most; it takes
 * 400 MB, so only a thread that judges Finnish sets loads it.
 */
export async function loadEuropeanDetector(): Promise<DetectEuropean> {
  const { eld } = await import('eld/large');
  const detector = eld.newInstance();
  return (text) => {
    const { language } = detector.detect(text);
    return EUROPEAN.has(language) ? language : null;
  };
}
