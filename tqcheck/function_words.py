"""The commonest function words of a few languages, enough to tell one from another in a sentence."""

from __future__ import annotations

FUNCTION_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is was for that it with as his on be at by had not are but from or have an they which "
        "you were her she there been one all we their has would when if so no will more can who its than about",
        "fr": "le la les de des du et à en un une est dans que qui pour pas sur au aux avec ce cette ces il elle ils "
        "ne se sa son ses par plus sont ont été mais ou leur nous vous comme l d qu c s n j être fait cet où",
        "es": "el la los las de del y en que a un una es por con no su para se como más lo al pero sus le ya o este "
        "sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde son fue ha está",
        "de": "der die das und in zu den von ist mit des auf für nicht ein eine als auch es an werden aus er hat dass "
        "sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur",
        "it": "il lo la i gli le di e in che un una è per con non si da del della dei delle al alla sono come ma anche "
        "più nel nella su ha questo questa essere dal dalla o se ci suo sua quando molto era hanno tra",
        "pt": "o a os as de do da dos das e em que um uma é para com não por no na se mais como mas ao foi ele ela seu "
        "sua ou quando muito nos já está eu também só pelo pela até isso são entre depois sem mesmo aos",
        "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit door over "
        "ze was wordt werd heeft had naar die hij zij tot je worden deze kan geen wel meer of we moet",
    }.items()
}
