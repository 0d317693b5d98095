"""Countries and bodies: what a possessive of a person cannot stand for, and what such bodies have and do."""

from __future__ import annotations

from tqcheck.checks.wordlist import word_set

COUNTRIES = word_set(
    "Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh "
    "Belarus Belgium Benin Bolivia Bosnia Botswana Brazil Britain Bulgaria Burundi Cambodia Cameroon Canada Chile "
    "China Colombia Congo Croatia Cuba Cyprus Denmark Ecuador Egypt England Eritrea Estonia Ethiopia Finland France "
    "Gabon Germany Ghana Greece Guatemala Guinea Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland "
    "Italy Japan Kazakhstan Kenya Kosovo Kuwait Kyrgyzstan Laos Latvia Lebanon Liberia Libya Lithuania Luxembourg "
    "Malawi Malaysia Mauritania Mexico Moldova Monaco Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nepal "
    "Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru Philippines Poland "
    "Portugal Qatar Romania Russia Rwanda Scotland Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan "
    "Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tunisia Turkey Turkmenistan Uganda Ukraine "
    "Uruguay Uzbekistan Venezuela Vietnam Wales Yemen Zambia Zimbabwe Chad Kremlin Pentagon"
)
CAPITALS = word_set(
    "Moscow Washington Beijing Brussels London Paris Berlin Rome Madrid Kyiv Kiev Ankara Tehran Tokyo Seoul Pyongyang "
    "Delhi Islamabad Kabul Baghdad Damascus Riyadh Cairo Algiers Rabat Tunis Tripoli Khartoum Nairobi Pretoria Abuja "
    "Bucharest Warsaw Budapest Prague Vienna Bern Lisbon Athens Dublin Helsinki Oslo Stockholm Copenhagen Bogota "
    "Caracas Havana Lima Santiago Brasilia Ottawa Canberra Geneva Sofia Belgrade Zagreb Minsk Tbilisi Yerevan Baku"
)
"""Cities that stand for their country's government."""
NATIONALITIES = word_set(
    "Western Eastern Northern Southern European African Asian Arab Latin American Russian Ukrainian French German "
    "British English Scottish Irish Welsh Italian Spanish Portuguese Dutch Belgian Swiss Austrian Polish Czech Slovak "
    "Hungarian Romanian Bulgarian Greek Turkish Serbian Croatian Danish Swedish Norwegian Finnish Icelandic Estonian "
    "Latvian Lithuanian Belarusian Moldovan Georgian Armenian Azerbaijani Kazakh Uzbek Iranian Iraqi Syrian Lebanese "
    "Israeli Palestinian Jordanian Saudi Egyptian Libyan Tunisian Algerian Moroccan Sudanese Ethiopian Kenyan Nigerian "
    "Senegalese Malian Chadian Congolese Indian Pakistani Afghan Chinese Japanese Korean Taiwanese Vietnamese Thai "
    "Indonesian Malaysian Philippine Australian Canadian Mexican Brazilian Argentine Argentinian Chilean Colombian "
    "Peruvian Venezuelan Cuban Catholic Protestant Orthodox Muslim Jewish Christian Parisian Soviet Democratic "
    "Republican Conservative Socialist Liberal Labour Communist Olympic Mediterranean Atlantic Baltic Balkan"
)
"""Adjectives with a capital, which name no person before a noun."""

COLLECTIVES = word_set(
    "country nation state government administration regime cabinet parliament senate congress assembly ministry "
    "department party coalition opposition union federation confederation alliance bloc organisation organization "
    "institution agency authority commission committee council court company firm group corporation manufacturer "
    "enterprise subsidiary bank brand airline carrier retailer supplier operator insurer start-up startup club team "
    "federation league association foundation university school college hospital museum theatre theater institute "
    "city town village municipality commune region province county district republic kingdom empire monarchy emirate "
    "army navy side camp delegation press newspaper magazine daily weekly network broadcaster channel factory plant "
    "industry sector economy church festival society junta consortium cooperative ngo charity"
)
"""Nouns for what many people make up together; none of them is a he or a she."""

BODY_NOUNS = word_set(
    "borders border territory territories troops forces army navy fleet soldiers ships warships missiles airspace "
    "population inhabitants citizens economy currency exports imports debt deficit budget gdp sovereignty constitution "
    "embassy embassies ambassador parliament government nationals allies neighbours neighbors partners "
    "headquarters subsidiary subsidiaries shareholders shareholder turnover sales revenue revenues profits profit "
    "losses results workforce employees staff factories factory plants plant stores store shops branches products "
    "product production prices customers clients suppliers activities operations services offices website range "
    "leaders directors members membership commissioner commissioners delegate delegates delegation "
    "supporters fans stadium bench defence defense midfield squad "
    "doors door windows project projects proposals proposal ideas position positions policy policies demands strategy "
    "plans plan objectives targets forecasts commitments obligations presence influence support subsidy contribution "
    "interests security arsenal programme program rules statutes mission network infrastructure"
)
"""What states, companies and clubs have more often than persons do."""

PERSONAL = word_set(
    "position plan plans contribution office support defence defense policy partner partners influence "
    "presence interests prices clients customers supporters fans"
)
"""Those of them that a person of the sentence before may have as well."""

PARTS = word_set(
    "shareholders subsidiary subsidiaries headquarters inhabitants population turnover workforce employees leaders "
    "directors members supporters stadium gdp exports neighbours neighbors borders territory territories parliament "
    "currency stores factories branches sales"
)
"""What only a body has, so that a sentence may start with “Its”."""

STATE_NOUNS = word_set(
    "rivals allies neighbours neighbors adversaries enemies foes borders border territory territories airspace troops "
    "forces army navy fleet soldiers sovereignty security population waters soil arsenal"
)
"""What a state has, and a spokesman or a diplomat has not."""

OWN_VERBS = word_set(
    "present presents presented open opens opened close closes closed withdraw withdraws withdrew withdrawn change "
    "changes changed cut cuts reduce reduces reduced increase increases increased raise raises raised lower lowered "
    "launch launches launched publish publishes published strengthen strengthens strengthened reinforce reinforces "
    "reinforced expand expands expanded double doubles doubled triple tripled defend defends defended keep keeps kept "
    "maintain maintains maintained lose loses lost sell sells sold move moves moved build builds built celebrate "
    "celebrates celebrated renew renews renewed modernise modernised modernize modernized improve improves improved "
    "deploy deploys deployed send sends sent recall recalls recalled mobilise mobilised mobilize mobilized pull pulls "
    "pulled revise revises revised extend extends extended have has had need needs pursue pursues pursued start "
    "starts started continue continues continued complete completes completed fulfil fulfils fulfilled fulfill honour "
    "honoured honor honored show shows showed hold holds held review reviews reviewed update updated adapt adapts "
    "adapted finance finances financed fund funds funded develop develops developed diversify diversified restructure "
    "restructured specify specified detail details detailed reveal reveals revealed unveil unveils unveiled repeat "
    "repeats repeated reiterate reiterates reiterated express expresses expressed protect protects protected "
    "consolidate consolidated announce announces announced concentrate concentrated focus relocate relocated "
    "transform transformed respect respects respected rebuild rebuilt recover recovered secure secures secured boost "
    "boosts boosted"
)
"""Verbs whose object is mostly the subject's own."""
