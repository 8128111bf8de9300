"""Packs the profiles of langdetect 1.0.9 (Apache-2.0), and the tables by which it evens out characters, into one text.

Usage: python pack-language-profiles.py > profiles.txt, with a Python that has langdetect.
"""

import json
import os
import sys

import langdetect
from langdetect.utils.ngram import NGram

folder = os.path.join(os.path.dirname(langdetect.__file__), 'profiles')
write = lambda *parts: sys.stdout.buffer.write(('\t'.join(parts) + '\n').encode('utf-8'))
write('excluded', NGram.LATIN1_EXCLUDED)
write('vietnamese', NGram.TO_NORMALIZE_VI_CHARS, NGram.DMARK_CLASS, *NGram.NORMALIZED_VI_CHARS)
write('kanji', *NGram.CJK_CLASS)
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), encoding='utf-8') as file:
        profile = json.load(file)
    grams = sorted(gram for gram in profile['freq'] if 1 <= len(gram) <= 3)
    write('language', profile['name'], *map(str, profile['n_words']))
    write('grams', *grams)
    write('counts', ' '.join(str(profile['freq'][gram]) for gram in grams))
