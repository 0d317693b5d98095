"""Foreign words and phrases at home in English, which are no left-overs."""

from __future__ import annotations

from tqcheck.checks.wordlist import word_set

LOANWORDS = word_set(
    "à adiós agrément aïoli älter après apéritif après-ski arête attaché béchamel bête blasé bouclé bric-à-brac "
    "brûlée café cafés canapé canapés cañon château châteaux chère chérie ciré clairière cliché clichés clichéd "
    "cloisonné cloqué coöperate communiqué communiqués compère confrère consommé cortège coup coupé coupés crèche "
    "crèches crème crêpe crêpes croûton croûtons crudités curaçao dauphiné débâcle débutante début déclassé "
    "décolletage décolleté décor découpage dégagé déjà démodé dénouement dérailleur déshabillé détente détournement "
    "diamanté distingué divorcé divorcée divorcés doña doppelgänger éclair éclairs éclat écru élan élite élites "
    "émigré émigrés éminence enchiladas entrée entrées entrepôt épée espadrille étouffée étude études exposé exposés "
    "façade façades faïence fête fêtes fiancé fiancée fiancés fiancées filé flambé flâneur flügelhorn fräulein frappé "
    "fricassée führer garçon gâteau gâteaux gemütlich gemütlichkeit glacé glögg gruyère habitué habitués haček "
    "hacienda hôtel île ingénue jalapeño jalapeños jardinière jäger jäegermeister kümmel lamé landau lycée lycées "
    "macramé maître mañana manqué mariä matériel matinée matinées mélange mêlée ménage mésalliance métier métro "
    "mésalliance moiré mosaïque naïf naïve naïvely naïveté nicois négligé noël née né niña niño niçoise nouveau olé "
    "ombré outré palæ papier-mâché pâté pâtés pâtisserie pâtissier passé pavé pécan per pièce pied-à-terre pietà piña "
    "piñata piñatas piqué plié porte-cochère portière précis premières première première précieuse prêt-à-porter "
    "protégé protégée protégés protégées purée purées puréed quinceañera raison recherché régime résumé résumés "
    "risqué roché rôle rôles rosé rosés roué roulé sacré sake salé sauté sautéed sautéing savoir-faire séance séances "
    "señor señora señorita señores señoritas skål smörgåsbord smørrebrød soirée soirées soufflé soufflés soupçon "
    "soupçons table-d'hôte tête tête-à-tête tilde título tiétar touché toupée trompe über übermensch vis-à-vis voilà "
    "volte-face vicuña weltanschauung zaïre zoë matinée apropos coöp reëlect coördinate naïvety maté rösti schön pão "
    "açaí são câmara ceviche tamarí edamame kosmé hôtels crêperie brûlé crème-brûlée chaîné pirouetté attachés "
    "régimes précised émincé velouté fondue décolletée"
)
"""Words with accents that English dictionaries list."""

PHRASES = (
    "c'est la vie",
    "je ne sais quoi",
    "crème de la crème",
    "cherchez la femme",
    "plus ça change",
    "honi soit qui mal y pense",
    "laissez les bons temps rouler",
    "après moi le déluge",
    "l'état c'est moi",
    "que sera sera",
    "sur la plage",
    "et tu brute",
    "de rigueur",
    "und so weiter",
    "sturm und drang",
    "lo que será será",
    "si se puede",
    "sí se puede",
    "el pueblo unido",
    "mi casa es su casa",
    "la vie en rose",
    "pas de deux",
    "tour de france",
    "pour encourager les autres",
    "plus c'est la même chose",
    "comme ci comme ça",
    "comme il faut",
    "la dolce vita",
    "nel mezzo del cammin",
    "que será será",
)
"""Sayings that English quotes in the original."""
