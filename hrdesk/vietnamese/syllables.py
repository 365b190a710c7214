"""Whether a word is spelt as a Vietnamese syllable can be: what tells one old encoding from another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ONSET: Final = "(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RIMES: Final = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc ui um un ung up ut uê uêch uênh uêu uôc uôi uôm uôn uông uôt
uơ uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu
ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
_SYLLABLE: Final = re.compile(f"{_ONSET}(?:{'|'.join(_RIMES.split())})")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_SHARP_OR_HEAVY: Final = "\u0301\u0323"


def is_syllable(word: str) -> bool:
    """Whether the word, in lower case, capitals or with a capital first, is so spelt."""
    if word not in (word.lower(), word.upper(), word.capitalize()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(ch for ch in decomposed if ch not in _TONES))
    if not _SYLLABLE.fullmatch(bare):
        return False
    is_stopped = bare.endswith(("c", "ch", "p", "t"))
    return not is_stopped or (bool(tones) and tones[0] in _SHARP_OR_HEAVY)
