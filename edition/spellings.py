"""Which English a text is spelt in: American and British printers break words at other places.

Told by the words that the two spell differently and that mean the same in both. `-ize` is no sign, since Oxford and
older British books have it, nor is a word with a capital: Labour and Center may be names in any book.
"""

import re
from collections import Counter

AMERICAN, BRITISH = "en-US", "en-GB"
FEWEST = 2
"""Different words in British spelling that a text must have at least."""
SHARE = 3
"""And so many of them to each word in American spelling: quotations are spelt as their authors did."""

_OUR = (
    "arm behavi cand clam clang col demean endeav enam fav ferv harb hon hum lab misdemean neighb od parl ranc "
    "rum sav splend succ tum val vap vig"
)
_OUR_ENDS = "|s|ed|ing|er|ers|able|ably|ful|fully|less|ite|ites|itism|hood|hoods|ly|al|er's|y|ies"
_RE = "calib cent fib goit lust meag och sab scept sep sepulch somb spect theat"
_CE = "defen offen preten"
_SINGLE = (
    "barrel cancel carol channel chisel counsel cudgel dial duel equal flannel fuel funnel gambol gravel grovel jewel "
    "kennel label level libel marshal marvel model panel parcel pencil pummel quarrel revel rival shovel shrivel "
    "signal snivel spiral stencil swivel symbol total towel trammel travel tunnel unravel victual yodel"
)
_SINGLE_ENDS = "ed|ing|ings|er|ers|or|ors|ery|ous|ously"
_DOUBLE = "distil enrol enthral fulfil instal instil"
_ISE = (
    "agon antagon apolog author brutal canon capital central character civil colon critic demoral dramat econom emphas "
    "familiar fertil general harmon hypnot idol immortal individual industrial jeopard legal local maxim memor minim "
    "mobil modern monopol moral national neutral normal organ paral patron penal philosoph polar popular rational real "
    "recogn scrutin social special stabil standard subsid summar symbol sympath terror tyrann util vandal visual"
)
_PAIRS = (
    "aluminum/aluminium anemia/anaemia anemic/anaemic anesthetic/anaesthetic analyze/analyse analyzed/analysed "
    "analyzing/analysing catalyze/catalyse cozy/cosy fetus/foetus gray/grey grayish/greyish "
    "hemorrhage/haemorrhage leukemia/leukaemia maneuver/manoeuvre maneuvers/manoeuvres mold/mould molded/moulded "
    "molding/moulding moldy/mouldy molt/moult mustache/moustache pajamas/pyjamas paralyze/paralyse paralyzed/paralysed "
    "paralyzing/paralysing pediatric/paediatric plow/plough plowed/ploughed plowing/ploughing plowman/ploughman "
    "plowshare/ploughshare skeptic/sceptic skeptics/sceptics skeptical/sceptical skeptically/sceptically "
    "skepticism/scepticism skillful/skilful skillfully/skilfully smolder/smoulder smoldered/smouldered "
    "smoldering/smouldering sulfur/sulphur willful/wilful willfully/wilfully woolen/woollen woolens/woollens"
)
_AMERICAN_ALONE = "airplane airplanes fulfillment installment installments enrollment"
_BRITISH_ALONE = (
    "aeroplane aeroplanes cheque cheques connexion connexions draughty gaol gaoler gaols instalment instalments kerb "
    "licence licences programme programmes tyre tyres whilst"
)


def _ways(stems: str) -> str:
    return f"(?:{'|'.join(stems.split())})"


def _words(side: int, alone: str) -> str:
    """Return the words of one side of the pairs, as a pattern."""
    return _ways(" ".join([*(pair.split("/")[side] for pair in _PAIRS.split()), alone]))


_AMERICAN = re.compile(
    f"(?:(?:un|dis|mis|re|dis)?{_ways(_OUR)}or(?:{_OUR_ENDS})"
    f"|{_ways(_RE)}er(?:s|ed|ing)?|{_ways(_CE)}se(?:s|less)?"
    f"|{_ways(_SINGLE)}(?:{_SINGLE_ENDS})|{_ways(_DOUBLE)}ls?|{_words(0, _AMERICAN_ALONE)})"
)
_BRITISH = re.compile(
    f"(?:(?:un|dis|mis|re|dis)?{_ways(_OUR)}our(?:{_OUR_ENDS})"
    f"|{_ways(_RE)}re(?:s|d)?|centring|{_ways(_CE)}ce(?:s|less)?"
    f"|{_ways(_SINGLE)}l(?:{_SINGLE_ENDS})|{_ways(_DOUBLE)}s?|{_words(1, _BRITISH_ALONE)}"
    f"|(?:dis|re|un)?{_ways(_ISE)}is(?:e|es|ed|er|ers|ing|ation|ations))"
)
_SMALL = re.compile("(?<![\\w-])[a-z]{4,}(?![\\w-])")


def english_of(text: str) -> str:
    """Return the English that a text is spelt in, as a language tag: American where its words do not tell.

    F. M. Liang's American patterns break British words bearably, by their sound; those of British dictionaries break
    American ones by their origin, where no American reader expects it.
    """
    counts = Counter(_SMALL.findall(text))
    american = sum(number for word, number in counts.items() if _AMERICAN.fullmatch(word))
    british = [number for word, number in counts.items() if _BRITISH.fullmatch(word)]
    return BRITISH if len(british) >= FEWEST and sum(british) >= SHARE * american else AMERICAN
