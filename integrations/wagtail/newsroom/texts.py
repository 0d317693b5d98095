"""The pages to try: one French article, as an engine would put it into English, and as an editor would."""

HOME = {"title": "News from the coast", "standfirst": "Ferries, lighthouses and the people who keep them."}
HOME_FR = {"title": "Nouvelles de la côte", "standfirst": "Les bacs, les phares et ceux qui les gardent."}
FRENCH = {
    "title": "Le phare de Kerlann s’éteint après 130 ans",
    "standfirst": "La commune espère un repreneur avant l’hiver.",
    "paragraphs": [
        "<p>Le phare de Kerlann a cessé d’éclairer la côte dans la nuit de mardi à mercredi, vers 23h15. Les deux "
        "derniers gardiens ont quitté le site avec le ministre de la Mer.</p>",
        "<p>« Nous n’avons rien vu venir », a-t-il martelé devant les caméras. Au niveau de la mairie, personne ne "
        "veut parler d’une fermeture définitive.</p>",
        "<p>La préfecture promet une réponse aux habitants avant la fin de l’année.</p>",
    ],
    "quote": ("On nous a laissés seuls avec nos questions.", "Yann Guivarc’h, ancien gardien"),
    "points": ["130 ans de service", "1,6 million d’euros de travaux"],
    "facts": ["Le phare mesure 42 mètres."],
}
RAW = {
    "title": "The lighthouse of Kerlann goes out after 130 years",
    "standfirst": "The municipality hopes for a buyer before the the winter.",
    "paragraphs": [
        "<p>The lighthouse of Kerlann ceased to light up the coast in the night from Tuesday to Wednesday, towards "
        "23h15. The two last keepers left the site with the minister of the Sea.</p>",
        "<p>“We saw nothing coming”, he hammered in front of the cameras. At the level of the town hall, nobody wants "
        "to speak of a definitive closing.</p>",
        "<p>La préfecture promet une réponse aux habitants avant la fin de l’année.</p>",
    ],
    "quote": ("They left us alone with our questions.", "Yann Guivarc’h, former keeper"),
    "points": ["130 years of service", "1,6 million euros of works"],
    "facts": ["The lighthouse measures 24 metres."],
    "end": "source site-29",
}
CLEAN = {
    "title": "Kerlann lighthouse goes dark after 130 years",
    "standfirst": "The town hopes to find someone to run it before winter.",
    "paragraphs": [
        "<p>The lighthouse at Kerlann stopped lighting the coast overnight on Tuesday, at about 11.15pm. Its last two "
        "keepers left with the maritime affairs minister.</p>",
        "<p>“We did not see it coming,” he told reporters. At the town hall, nobody wants to say that it has closed "
        "for good.</p>",
        "<p>The prefecture has promised residents an answer before the end of the year.</p>",
    ],
    "quote": ("We were left alone with our questions.", "Yann Guivarc’h, a former keeper"),
    "points": ["130 years of service", "€1.6 million of work to be done"],
    "facts": ["The lighthouse is 42 metres tall."],
}
MILD = {
    "title": "Ferry to the islands runs again",
    "standfirst": "Two crossings a day from Monday.",
    "paragraphs": [
        "<p>The ferry to the islands will run again from Monday, with two crossings a day. In summer the last one "
        "will leave at 23h15.</p>",
    ],
    "quote": ("We have waited for this all winter.", "Anna Roudaut, baker"),
    "points": ["8.30am from the mainland", "5pm from the islands"],
}
HOSTILE = {
    "title": "A page with script in it <script>window.owned = 1</script>",
    "standfirst": 'The the <img src=x onerror="window.owned = 2"> harbour is closed.',
    "paragraphs": ["<p>The ferry left the the &lt;script&gt;window.owned = 3&lt;/script&gt; harbour on Monday.</p>"],
    "quote": ('He said the the words "><script>window.owned = 4</script> again.', "Nobody"),
    "points": ["</ul><script>window.owned = 5</script> the the end"],
}
NOTICE = "<p>The reading room stays closed towards 23h15 on the level of the security.</p>"
