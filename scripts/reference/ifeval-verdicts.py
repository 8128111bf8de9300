"""Verdicts of the reference programs: one JSON row a line in, {"strict": [...], "loose": [...]} a line out.

Usage: python ifeval-verdicts.py en|fi < responses.jsonl, with a Python that has the files of lm-eval, NLTK with
punkt_tab (NLTK_DATA), langdetect, and for Finnish heliport. A row that the harness cannot judge gives {"error": ...}.

English: lm-evaluation-harness's own task. Finnish: its classes with the differences that LumiOpen's task has.
"""

import importlib.util
import json
import os
import sys
import types

# The task's own files, without the packages that the rest of the harness needs.
root = os.path.dirname(importlib.util.find_spec('lm_eval').origin)
for name in ('lm_eval', 'lm_eval.tasks', 'lm_eval.tasks.ifeval'):
    package = types.ModuleType(name)
    package.__path__ = [os.path.join(root, *name.split('.')[1:])]
    sys.modules[name] = package

from langdetect import DetectorFactory
from lm_eval.tasks.ifeval import instructions, instructions_registry, utils

DetectorFactory.seed = int(os.environ.get('SEED', '0'))


class Letter(instructions.LetterFrequencyChecker):
    """The given letter counts, whatever it is."""

    def build_description(self, *, letter=None, let_frequency=None, let_relation=None):
        description = super().build_description(letter=letter, let_frequency=let_frequency, let_relation=let_relation)
        if letter:
            self._letter = letter.strip().lower()
        return description


instructions_registry.INSTRUCTION_DICT['keywords:letter_frequency'] = Letter

EUROPEAN = {
    'bul': 'bg', 'ces': 'cs', 'dan': 'da', 'deu': 'de', 'ell': 'el', 'eng': 'en', 'est': 'et', 'fin': 'fi',
    'fra': 'fr', 'gle': 'ga', 'hrv': 'hr', 'hun': 'hu', 'ita': 'it', 'lav': 'lv', 'lit': 'lt', 'mlt': 'mt',
    'nld': 'nl', 'pol': 'pl', 'por': 'pt', 'ron': 'ro', 'slk': 'sk', 'slv': 'sl', 'spa': 'es', 'swe': 'sv',
}

if sys.argv[1] == 'fi':
    import heliport

    identifier = heliport.Identifier()
    instructions._CONSTRAINED_RESPONSE_OPTIONS = (
        'Vastaukseni on kyllä.',
        'Vastaukseni on ei.',
        'Vastaukseni on ehkä.',
    )

    class Language(instructions.ResponseLanguageChecker):
        def check_following(self, value):
            try:
                return EUROPEAN[identifier.identify(value)] == self._language
            except Exception:
                return False

    class FirstWord(instructions.ParagraphFirstWordCheck):
        def build_description(self, num_paragraphs=None, nth_paragraph=None, first_word=None):
            nth = None if nth_paragraph is None else int(nth_paragraph)
            return super().build_description(num_paragraphs, nth, first_word)

    instructions_registry.INSTRUCTION_DICT['language:response_language'] = Language
    instructions_registry.INSTRUCTION_DICT['length_constraints:nth_paragraph_first_word'] = FirstWord

for line in sys.stdin:
    row = json.loads(line)
    entry = utils.InputExample(
        key=0, instruction_id_list=row['instruction_id_list'], prompt=row['prompt'], kwargs=row['kwargs']
    )
    try:
        strict = utils.test_instruction_following_strict(entry, row['response']).follow_instruction_list
        loose = utils.test_instruction_following_loose(entry, row['response']).follow_instruction_list
        answer = {'strict': strict, 'loose': loose}
    except Exception as error:
        answer = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps(answer), flush=True)
