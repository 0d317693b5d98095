"""What each language calls the places that it has names of its own for."""

from __future__ import annotations

from tqcheck.checks.wordlist import word_set

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")

# One place a line, in the order of LANGUAGES; a dot stands for the English name. Names that are also common words,
# surnames, clubs or other towns (Nice, Monaco, Roma, Grenade, Vienne) are left out of their column: the dot.
_TABLE = """
Aachen|Aix-la-Chapelle|.|Aquisgrán|Aquisgrana|.|Aken
Addis Ababa|Addis-Abeba|Addis Abeba|Adís Abeba|Addis Abeba|Adis Abeba|Addis Abeba
Aleppo|Alep|.|Alepo|.|Alepo|.
Alexandria|.|.|Alejandría|Alessandria d’Egitto|.|Alexandrië
Algeria|Algérie|Algerien|Argelia|.|Argélia|Algerije
Algiers|Alger|Algier|Argel|Algeri|Argel|.
Antwerp|Anvers|Antwerpen|Amberes|Anversa|Antuérpia|Antwerpen
Ashgabat|Achgabat|Aschgabat|Asjabad|.|.|Asjchabad
Athens|Athènes|Athen|Atenas|Atene|Atenas|Athene
Austria|Autriche|Österreich|.|.|Áustria|Oostenrijk
Baghdad|Bagdad|Bagdad|Bagdad|.|Bagdá|Bagdad
Bakhmut|Bakhmout|Bachmut|Bajmut|.|.|Bachmoet
Baku|Bakou|.|Bakú|.|.|Bakoe
Basel|Bâle|.|Basilea|Basilea|Basileia|Bazel
Batumi|Batoumi|.|.|.|.|Batoemi
Bavaria|.|Bayern|Baviera|Baviera|Baviera|Beieren
Beijing|Pékin|Peking|Pekín|Pechino|Pequim|Peking
Beirut|Beyrouth|.|.|.|Beirute|Beiroet
Belarus|Biélorussie|.|Bielorrusia|Bielorussia|Bielorrússia|.
Belgium|Belgique|Belgien|Bélgica|Belgio|Bélgica|België
Belgrade|.|Belgrad|Belgrado|Belgrado|Belgrado|Belgrado
Berlin|.|.|Berlín|Berlino|Berlim|Berlijn
Bishkek|Bichkek|Bischkek|Biskek|Biškek|.|Bisjkek
Brazil|Brésil|Brasilien|.|.|.|Brazilië
Brittany|Bretagne|.|Bretaña|Bretagna|Bretanha|.
Brussels|Bruxelles|Brüssel|Bruselas|Bruxelles|Bruxelas|Brussel
Bryansk|Briansk|Brjansk|.|.|.|.
Bucharest|Bucarest|Bukarest|Bucarest|Bucarest|Bucareste|Boekarest
Bucha|Boutcha|Butscha|.|.|.|Boetsja
Bulgaria|Bulgarie|Bulgarien|.|.|Bulgária|Bulgarije
Burgundy|Bourgogne|Burgund|Borgoña|Borgogna|Borgonha|Bourgondië
Cairo|Le Caire|Kairo|El Cairo|Il Cairo|.|Caïro
Cape Town|.|Kapstadt|Ciudad del Cabo|Città del Capo|Cidade do Cabo|Kaapstad
Chechnya|Tchétchénie|Tschetschenien|Chechenia|Cecenia|Chechénia|Tsjetsjenië
Chelyabinsk|Tcheliabinsk|Tscheljabinsk|Cheliábinsk|Čeljabinsk|.|Tsjeljabinsk
Cherkasy|Tcherkassy|Tscherkassy|.|.|.|.
Chernihiv|Tchernihiv|Tschernihiw|.|.|.|Tsjernihiv
Chernivtsi|Tchernivtsi|Czernowitz|.|.|.|.
Chernobyl|Tchernobyl|Tschernobyl|Chernóbil|Černobyl|.|Tsjernobyl
China|Chine|.|.|Cina|.|.
Chisinau|Kichinev|.|Chisináu|.|.|.
Cologne|.|Köln|.|.|.|Keulen
Copenhagen|Copenhague|Kopenhagen|Copenhague|Copenaghen|Copenhaga|Kopenhagen
Corsica|.|Korsika|Córcega|.|Córsega|.
Cracow|Cracovie|Krakau|Cracovia|Cracovia|Cracóvia|Krakau
Crimea|Crimée|Krim|.|.|Crimeia|.
Croatia|Croatie|Kroatien|Croacia|Croazia|Croácia|Kroatië
Cyprus|Chypre|Zypern|Chipre|Cipro|Chipre|.
Czech Republic|République tchèque|.|República Checa|Repubblica Ceca|República Tcheca|.
Dagestan|Daghestan|.|Daguestán|Daghestan|Daguestão|.
Damascus|.|Damaskus|.|Damasco|.|.
Danube|.|Donau|Danubio|Danubio|Danúbio|Donau
Denmark|Danemark|Dänemark|Dinamarca|Danimarca|Dinamarca|Denemarken
Dresden|Dresde|.|Dresde|Dresda|.|.
Dushanbe|Douchanbé|Duschanbe|Dusambé|.|.|Doesjanbe
Edinburgh|Édimbourg|.|Edimburgo|Edimburgo|Edimburgo|.
Egypt|Égypte|Ägypten|Egipto|Egitto|Egito|Egypte
England|Angleterre|.|Inglaterra|Inghilterra|Inglaterra|Engeland
Estonia|Estonie|Estland|.|.|Estônia|Estland
Ethiopia|Éthiopie|Äthiopien|Etiopía|Etiopia|Etiópia|Ethiopië
Finland|Finlande|Finnland|Finlandia|Finlandia|Finlândia|.
Florence|.|Florenz|Florencia|Firenze|Florença|.
France|.|Frankreich|Francia|Francia|França|Frankrijk
Frankfurt|Francfort|.|Fráncfort|Francoforte|.|.
Geneva|Genève|Genf|Ginebra|Ginevra|Genebra|Genève
Genoa|Gênes|Genua|.|.|.|Genua
Georgia|Géorgie|Georgien|.|.|Geórgia|Georgië
Germany|Allemagne|Deutschland|Alemania|Germania|Alemanha|Duitsland
Ghent|Gand|Gent|Gante|.|.|.
Greece|Grèce|Griechenland|Grecia|Grecia|Grécia|Griekenland
Grozny|.|Grosny|.|.|.|.
Guangzhou|Canton|Kanton|Cantón|Canton|Cantão|Kanton
Hamburg|Hambourg|.|Hamburgo|Amburgo|Hamburgo|.
Hanover|Hanovre|Hannover|.|.|.|.
Havana|La Havane|Havanna|La Habana|L’Avana|.|.
Hungary|Hongrie|Ungarn|Hungría|Ungheria|Hungria|Hongarije
Iceland|Islande|.|Islandia|Islanda|Islândia|IJsland
India|Inde|Indien|.|.|Índia|.
Ingushetia|Ingouchie|Inguschetien|.|Inguscezia|Inguchétia|Ingoesjetië
Iraq|Irak|Irak|Irak|.|Iraque|Irak
Ireland|Irlande|Irland|Irlanda|Irlanda|Irlanda|Ierland
Israel|Israël|.|.|Israele|.|Israël
Istanbul|.|.|Estambul|.|Istambul|.
Italy|Italie|Italien|Italia|.|Itália|Italië
Japan|Japon|.|Japón|Giappone|Japão|.
Jerusalem|Jérusalem|.|Jerusalén|Gerusalemme|Jerusalém|Jeruzalem
Jordan|Jordanie|Jordanien|Jordania|Giordania|Jordânia|Jordanië
Kazakhstan|.|Kasachstan|Kazajistán|.|Cazaquistão|Kazachstan
Kremenchuk|Krementchouk|Krementschuk|.|.|.|.
Kupiansk|Koupiansk|Kupjansk|.|.|.|Koepjansk
Kursk|Koursk|.|.|.|.|Koersk
Kutaisi|Koutaïssi|Kutaissi|.|.|.|.
Kyiv|.|Kiew|.|.|.|.
Latvia|Lettonie|Lettland|Letonia|Lettonia|Letônia|Letland
Lebanon|Liban|Libanon|Líbano|Libano|Líbano|Libanon
Leipzig|.|.|.|Lipsia|.|.
Libya|Libye|Libyen|Libia|Libia|Líbia|Libië
Lisbon|Lisbonne|Lissabon|.|Lisbona|.|Lissabon
Lithuania|Lituanie|Litauen|Lituania|Lituania|Lituânia|Litouwen
London|Londres|.|Londres|Londra|Londres|Londen
Louisiana|Louisiane|.|Luisiana|.|.|.
Luhansk|Louhansk|.|.|.|.|Loehansk
Luxembourg|.|Luxemburg|Luxemburgo|Lussemburgo|Luxemburgo|Luxemburg
Lysychansk|Lyssytchansk|Lyssytschansk|.|.|.|.
Mariupol|Marioupol|.|Mariúpol|.|.|Marioepol
Mecca|La Mecque|Mekka|La Meca|La Mecca|.|Mekka
Mexico City|.|Mexiko-Stadt|Ciudad de México|Città del Messico|Cidade do México|Mexico-Stad
Milan|.|Mailand|.|.|.|.
Moldova|Moldavie|Moldawien|Moldavia|Moldavia|Moldávia|Moldavië
Mongolia|Mongolie|Mongolei|.|.|Mongólia|Mongolië
Morocco|Maroc|Marokko|Marruecos|Marocco|Marrocos|Marokko
Moscow|Moscou|Moskau|Moscú|Mosca|Moscou|Moskou
Munich|.|München|Múnich|.|Munique|.
Murmansk|Mourmansk|.|.|.|.|Moermansk
Mykolaiv|Mykolaïv|Mykolajiw|.|.|.|.
Naples|.|Neapel|Nápoles|.|Nápoles|Napels
Netherlands|Pays-Bas|Niederlande|Países Bajos|Paesi Bassi|Países Baixos|Nederland
New Delhi|.|Neu-Delhi|Nueva Delhi|Nuova Delhi|Nova Deli|.
New York|.|.|Nueva York|.|Nova Iorque|.
New Zealand|Nouvelle-Zélande|Neuseeland|Nueva Zelanda|Nuova Zelanda|Nova Zelândia|Nieuw-Zeeland
Nicosia|Nicosie|Nikosia|.|.|Nicósia|.
Normandy|Normandie|.|Normandía|Normandia|Normandia|Normandië
North Korea|Corée du Nord|Nordkorea|Corea del Norte|Corea del Nord|Coreia do Norte|Noord-Korea
Norway|Norvège|Norwegen|Noruega|Norvegia|Noruega|Noorwegen
Nuremberg|.|Nürnberg|Núremberg|Norimberga|Nuremberga|Neurenberg
Odesa|.|.|.|.|.|.
Oslo|.|.|.|.|.|.
Ossetia|Ossétie|Ossetien|Osetia|Ossezia|Ossétia|Ossetië
Padua|Padoue|.|.|Padova|Pádua|.
Paris|.|.|París|Parigi|.|Parijs
Philippines|.|Philippinen|Filipinas|Filippine|Filipinas|Filipijnen
Poland|Pologne|Polen|Polonia|Polonia|Polónia|Polen
Prague|.|Prag|.|.|.|Praag
Pyongyang|.|Pjöngjang|Pionyang|.|.|.
Romania|Roumanie|Rumänien|Rumanía|.|Romênia|Roemenië
Rostov-on-Don|Rostov-sur-le-Don|Rostow am Don|Rostov del Don|Rostov sul Don|.|Rostov aan de Don
Russia|Russie|Russland|Rusia|.|Rússia|Rusland
Saint Petersburg|Saint-Pétersbourg|Sankt Petersburg|San Petersburgo|San Pietroburgo|São Petersburgo|Sint-Petersburg
Sardinia|Sardaigne|Sardinien|Cerdeña|Sardegna|Sardenha|Sardinië
Saudi Arabia|Arabie saoudite|Saudi-Arabien|Arabia Saudí|Arabia Saudita|Arábia Saudita|Saoedi-Arabië
Saxony|.|Sachsen|Sajonia|Sassonia|Saxônia|Saksen
Scotland|Écosse|Schottland|Escocia|Scozia|Escócia|Schotland
Seoul|Séoul|.|Seúl|.|Seul|.
Serbia|Serbie|Serbien|.|.|Sérvia|Servië
Seville|Séville|.|.|Siviglia|Sevilha|.
Sicily|Sicile|Sizilien|.|.|.|Sicilië
Singapore|Singapour|Singapur|Singapur|.|Singapura|.
Slovakia|Slovaquie|Slowakei|Eslovaquia|Slovacchia|Eslováquia|Slowakije
Slovenia|Slovénie|Slowenien|Eslovenia|.|Eslovênia|Slovenië
Sochi|Sotchi|Sotschi|.|Soči|.|Sotsji
South Africa|Afrique du Sud|Südafrika|Sudáfrica|Sudafrica|África do Sul|Zuid-Afrika
South Korea|Corée du Sud|Südkorea|Corea del Sur|Corea del Sud|Coreia do Sul|Zuid-Korea
Spain|Espagne|Spanien|España|Spagna|Espanha|Spanje
Stockholm|.|.|Estocolmo|Stoccolma|Estocolmo|.
Strasbourg|.|Straßburg|Estrasburgo|Strasburgo|Estrasburgo|Straatsburg
Stuttgart|.|.|.|Stoccarda|Estugarda|.
Sukhumi|Soukhoumi|Suchumi|Sujumi|.|.|Soechoemi
Sumy|Soumy|.|.|.|.|Soemy
Sweden|Suède|Schweden|Suecia|Svezia|Suécia|Zweden
Switzerland|Suisse|Schweiz|Suiza|Svizzera|Suíça|Zwitserland
Syria|Syrie|Syrien|Siria|Siria|Síria|Syrië
Tashkent|Tachkent|Taschkent|.|.|.|Tasjkent
Tbilisi|Tbilissi|Tiflis|Tiflis|.|.|.
Tehran|Téhéran|Teheran|Teherán|Teheran|Teerã|Teheran
Thailand|Thaïlande|.|Tailandia|Thailandia|Tailândia|.
The Hague|La Haye|Den Haag|La Haya|L’Aia|Haia|Den Haag
Thessaloniki|Thessalonique|.|Tesalónica|Salonicco|Tessalônica|.
Tokyo|.|Tokio|Tokio|.|Tóquio|Tokio
Tunisia|Tunisie|Tunesien|Túnez|.|Tunísia|Tunesië
Turin|.|.|.|.|.|Turijn
Turkey|Turquie|Türkei|Turquía|Turchia|Turquia|Turkije
Tuscany|Toscane|Toskana|.|.|.|Toscane
Ufa|Oufa|.|Ufá|.|.|Oefa
Ukraine|.|.|Ucrania|Ucraina|Ucrânia|Oekraïne
United Kingdom|Royaume-Uni|Vereinigtes Königreich|Reino Unido|Regno Unito|Reino Unido|Verenigd Koninkrijk
United States|États-Unis|Vereinigte Staaten|Estados Unidos|Stati Uniti|Estados Unidos|Verenigde Staten
Uzbekistan|Ouzbékistan|Usbekistan|Uzbekistán|.|Uzbequistão|Oezbekistan
Vatican|.|Vatikan|Vaticano|Vaticano|Vaticano|Vaticaan
Venice|Venise|Venedig|Venecia|.|Veneza|Venetië
Vienna|.|Wien|.|.|.|Wenen
Vilnius|.|.|Vilna|.|.|.
Volgograd|.|Wolgograd|Volgogrado|.|.|Wolgograd
Voronezh|Voronej|Woronesch|Vorónezh|.|.|Voronezj
Wales|Pays de Galles|.|Gales|Galles|País de Gales|.
Warsaw|Varsovie|Warschau|Varsovia|Varsavia|Varsóvia|Warschau
Wroclaw|.|Breslau|.|Breslavia|.|.
Yakutsk|Iakoutsk|Jakutsk|.|Jakutsk|.|Jakoetsk
Yekaterinburg|Ekaterinbourg|Jekaterinburg|Ekaterimburgo|.|.|Jekaterinenburg
Yerevan|Erevan|Jerewan|Ereván|.|.|Jerevan
Zagreb|.|.|.|Zagabria|.|.
Zaporizhzhia|Zaporijjia|Saporischschja|Zaporiyia|.|.|Zaporizja
Zaragoza|Saragosse|Saragossa|.|Saragozza|Saragoça|.
Callisto|.|Kallisto|Calisto|.|Calisto|.
Enceladus|Encelade|.|Encélado|Encelado|Encélado|.
Ganymede|Ganymède|Ganymed|Ganímedes|Ganimede|Ganímedes|Ganymedes
Jupiter|.|.|Júpiter|Giove|Júpiter|.
Mars|.|.|Marte|Marte|Marte|.
Neptune|.|Neptun|Neptuno|Nettuno|Netuno|Neptunus
Pluto|Pluton|.|Plutón|Plutone|Plutão|.
Saturn|Saturne|.|Saturno|Saturno|Saturno|Saturnus
Uranus|.|.|Urano|Urano|Urano|.
Amu Darya|Amou-Daria|Amudarja|.|.|.|.
Dnieper|Dniepr|Dnjepr|Dniéper|.|.|Dnjepr
Dniester|Dniestr|.|Dniéster|.|.|Dnjestr
Euphrates|Euphrate|Euphrat|Éufrates|Eufrate|.|Eufraat
Scheldt|Escaut|Schelde|Escalda|Schelda|Escalda|Schelde
Syr Darya|Syr-Daria|Syrdarja|.|.|.|.
Thames|Tamise|Themse|Támesis|Tamigi|Tâmisa|Theems
Vistula|Vistule|Weichsel|.|Vistola|Vístula|Weichsel
Yenisei|Ienisseï|Jenissei|Yeniséi|.|.|Jenisej
Zhytomyr|Jytomyr|Schytomyr|.|.|.|Zjytomyr
"""

OLD = word_set("Canton Peking Breslau Vilna Saragossa Hannover Luxemburg Gent")
"""Names that English has used as well, or shares with other places: worth a note, no more."""

# English for something else (West Francia, the Roman Germania, the principality of Moldavia, the club Bayern), or
# given names and common words.
_TAKEN = word_set(
    "Francia Germania Moldavia Bayern Bourgogne Normandie Bretagne Polonia Gales Haia Jordan India Brittany Georgia "
    "Alexandria Israel Mars Saturn Pluto Urano Giove Danubio Seul Vatican Turkey China Marte"
)


def exonyms(target: str) -> dict[str, dict[str, str]]:
    """For texts in `target`: each foreign name, the languages that have it, and what `target` calls the place.

    Names that `target` itself has for any place are left out. Empty for languages that are not in the table.
    """
    if target not in LANGUAGES:
        return {}
    rows = [line.split("|") for line in _TABLE.strip().splitlines()]
    full = [[name if name != "." else row[0] for name in row] for row in rows]
    at = LANGUAGES.index(target)
    own = {row[at] for row in full}
    found: dict[str, dict[str, str]] = {}
    for raw, row in zip(rows, full, strict=True):
        if raw[at] == "." and target != "en":
            # The dot may also stand for a native name that is ambiguous, so there is nothing sure to offer.
            continue
        for place, name in enumerate(raw):
            if name != "." and name not in own and name not in _TAKEN:
                found.setdefault(name, {})[LANGUAGES[place]] = row[at]
    return found
