"""Phrases that make prose in six languages: every subject goes with every predicate and every tail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """What sentences of one language are put together from."""

    title: str
    subtitle: str
    author: str
    left: str
    right: str
    said: str
    headings: tuple[str, ...]
    openings: tuple[str, ...]
    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    tails: tuple[str, ...]
    notes: tuple[str, ...]
    like: str
    """What stands between a subject and a name: `as did`."""
    names: tuple[str, ...]
    surnames: tuple[str, ...]


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PHRASES = {
    "fr": Phrases(
        "Les Ateliers de la Plaine",
        "Récits d’une année difficile",
        "Émile Garnier",
        "« ",
        " »",
        "répondaient les anciens",
        _list("Les premières semaines | Une assemblée à la mairie | La récolte | Ce que l’hiver nous apprit"),
        _list("Cependant | Ainsi | Depuis lors | Malgré tout | Au printemps | Chaque matin"),
        _list(
            "les ouvriers de la filature | les bateliers du canal | les maîtres d’école | les vignerons des coteaux | "
            "les habitants du faubourg | les charpentiers de la vallée | les conseillers municipaux | "
            "les tisserands et leurs familles | les voyageurs venus d’Auvergne | les jeunes gens du village | "
            "quelques vieux marins | les employés du chemin de fer"
        ),
        _list(
            "demandaient une part équitable de la récolte | discutaient longuement du règlement nouveau | "
            "s’assemblaient devant la maison commune | gardaient le souvenir de la grande inondation | "
            "refusaient de payer l’impôt extraordinaire | préparaient une fête pour le retour des absents | "
            "lisaient à haute voix les lettres de Bordeaux | réparaient les digues avec une patience admirable | "
            "n’attendaient plus rien de l’administration | partageaient le pain, le sel et l’huile | "
            "racontaient cette histoire à leurs enfants | construisaient un pont au-dessus de la rivière"
        ),
        _list(
            "parce que les anciennes coutumes ne protégeaient plus personne | sans que personne s’en étonnât | "
            "quand la neige couvrait encore les champs | jusqu’à ce que le préfet eût donné sa réponse | "
            "où l’on avait autrefois enterré les outils | comme l’avaient fait leurs grands-pères | "
            "dont chacun connaissait la valeur véritable | bien qu’il fût déjà trop tard pour semer | "
            "avec une confiance que rien ne semblait ébranler | pendant les longues soirées de novembre | "
            "malgré les promesses du gouvernement | que les journaux de Paris ne mentionnaient jamais"
        ),
        _list(
            "Voir le registre de la commune, p. {}. | *Annales du canton*, t. II, p. {}. | Ibid., p. {}. | "
            "Lettre du maire, conservée aux archives (liasse {})."
        ),
        "comme",
        _names("Pierre Jeanne Luc Marthe Étienne Claire Antoine Louise Henri Cécile Rémi Odile"),
        _names("Garnier Lefèvre Moreau Chauvin Delorme Roussel Fabre Blanchet Tissot Vidal Pasquier Aubert"),
    ),
    "es": Phrases(
        "Los talleres del valle",
        "Crónica de un año difícil",
        "Tomás Aguirre",
        "«",
        "»",
        "contestaban los ancianos",
        _list("Las primeras semanas | Una asamblea en la plaza | La cosecha | Lo que nos enseñó el invierno"),
        _list("Sin embargo | Así | Desde entonces | A pesar de todo | En primavera | Cada mañana"),
        _list(
            "los obreros de la hilandería | los barqueros del río | los maestros de la escuela | los viñadores | "
            "los vecinos del arrabal | los carpinteros de la sierra | los concejales | los tejedores y sus familias | "
            "los viajeros llegados de Aragón | los muchachos del pueblo | algunos viejos marineros | los ferroviarios"
        ),
        _list(
            "pedían una parte justa de la cosecha | discutían largamente el nuevo reglamento | "
            "se reunían delante del ayuntamiento | conservaban la memoria de la gran inundación | "
            "se negaban a pagar la contribución extraordinaria | preparaban una fiesta para los ausentes | "
            "leían en voz alta las cartas de Barcelona | reparaban los diques con paciencia admirable | "
            "no esperaban nada de la administración | repartían el pan, la sal y el aceite | "
            "contaban esta historia a sus hijos | construían un puente sobre el arroyo"
        ),
        _list(
            "porque las antiguas costumbres ya no protegían a nadie | sin que nadie se extrañara | "
            "cuando la nieve cubría todavía los campos | hasta que el gobernador diera su respuesta | "
            "donde en otro tiempo se enterraban las herramientas | como lo habían hecho sus abuelos | "
            "cuyo valor verdadero conocía cada uno | aunque fuera demasiado tarde para sembrar | "
            "con una confianza que nada parecía quebrantar | durante las largas veladas de noviembre | "
            "a pesar de las promesas del gobierno | que los periódicos de Madrid no mencionaban nunca"
        ),
        _list(
            "Véase el libro de actas, p. {}. | *Anales de la comarca*, t. II, p. {}. | Ibíd., p. {}. | "
            "Carta del alcalde, conservada en el archivo (legajo {})."
        ),
        "como",
        _names("Pedro Juana Lucas Marta Esteban Clara Antonio Luisa Enrique Cecilia Ramón Inés"),
        _names("Aguirre Navarro Moreno Salcedo Robledo Fuentes Vidal Ibáñez Cuesta Robles Pardo Arce"),
    ),
    "it": Phrases(
        "Le officine della pianura",
        "Cronache di un anno difficile",
        "Ettore Lombardi",
        "«",
        "»",
        "rispondevano gli anziani",
        _list("Le prime settimane | Un’assemblea in piazza | Il raccolto | Ciò che l’inverno ci insegnò"),
        _list("Tuttavia | Così | Da allora | Nonostante tutto | In primavera | Ogni mattina"),
        _list(
            "gli operai della filanda | i barcaioli del canale | i maestri di scuola | i vignaioli delle colline | "
            "gli abitanti del sobborgo | i falegnami della valle | i consiglieri comunali | "
            "i tessitori e le loro famiglie | i viaggiatori venuti dal Piemonte | i giovani del villaggio | "
            "alcuni vecchi marinai | i ferrovieri"
        ),
        _list(
            "chiedevano una parte equa del raccolto | discutevano a lungo il nuovo regolamento | "
            "si riunivano davanti al municipio | conservavano il ricordo della grande alluvione | "
            "rifiutavano di pagare l’imposta straordinaria | preparavano una festa per gli assenti | "
            "leggevano ad alta voce le lettere di Genova | riparavano gli argini con pazienza ammirevole | "
            "non aspettavano più nulla dall’amministrazione | dividevano il pane, il sale e l’olio | "
            "raccontavano questa storia ai loro figli | costruivano un ponte sopra il torrente"
        ),
        _list(
            "perché le antiche usanze non proteggevano più nessuno | senza che alcuno se ne meravigliasse | "
            "quando la neve copriva ancora i campi | finché il prefetto non ebbe dato la sua risposta | "
            "dove un tempo si seppellivano gli attrezzi | come avevano fatto i loro nonni | "
            "di cui ciascuno conosceva il vero valore | benché fosse ormai troppo tardi per seminare | "
            "con una fiducia che nulla sembrava scuotere | durante le lunghe serate di novembre | "
            "nonostante le promesse del governo | che i giornali di Roma non nominavano mai"
        ),
        _list(
            "Si veda il registro del comune, p. {}. | *Annali del distretto*, vol. II, p. {}. | Ibid., p. {}. | "
            "Lettera del sindaco, conservata in archivio (busta {})."
        ),
        "come",
        _names("Pietro Giovanna Luca Marta Stefano Chiara Antonio Luisa Enrico Cecilia Renzo Ines"),
        _names("Lombardi Ferraro Moretti Sala Rossetti Fontana Vitali Bruni Costa Gallo Pardi Arena"),
    ),
    "pt": Phrases(
        "As oficinas da planície",
        "Crónica de um ano difícil",
        "Joaquim Teixeira",
        "“",
        "”",
        "respondiam os anciãos",
        _list("As primeiras semanas | Uma assembleia na praça | A colheita | O que o inverno nos ensinou"),
        _list("Contudo | Assim | Desde então | Apesar de tudo | Na primavera | Todas as manhãs"),
        _list(
            "os operários da fiação | os barqueiros do rio | os mestres da escola | os vinhateiros das encostas | "
            "os moradores do arrabalde | os carpinteiros da serra | os vereadores | os tecelões e as suas famílias | "
            "os viajantes vindos do Alentejo | os rapazes da aldeia | alguns velhos marinheiros | os ferroviários"
        ),
        _list(
            "pediam uma parte justa da colheita | discutiam longamente o novo regulamento | "
            "reuniam-se diante da câmara municipal | guardavam a lembrança da grande inundação | "
            "recusavam pagar a contribuição extraordinária | preparavam uma festa para os ausentes | "
            "liam em voz alta as cartas de Lisboa | consertavam os diques com paciência admirável | "
            "nada esperavam da administração | repartiam o pão, o sal e o azeite | "
            "contavam esta história aos seus filhos | construíam uma ponte sobre a ribeira"
        ),
        _list(
            "porque os antigos costumes já não protegiam ninguém | sem que ninguém se admirasse | "
            "quando a neve cobria ainda os campos | até que o governador desse a sua resposta | "
            "onde outrora se enterravam as ferramentas | como tinham feito os seus avós | "
            "cujo verdadeiro valor cada um conhecia | embora fosse já tarde demais para semear | "
            "com uma confiança que nada parecia abalar | durante os longos serões de novembro | "
            "apesar das promessas do governo | que os jornais do Porto nunca mencionavam"
        ),
        _list(
            "Ver o livro de actas, p. {}. | *Anais da comarca*, t. II, p. {}. | Ibid., p. {}. | "
            "Carta do presidente, conservada no arquivo (maço {})."
        ),
        "como",
        _names("Pedro Joana Lucas Marta Estêvão Clara António Luísa Henrique Cecília Ramiro Inês"),
        _names("Teixeira Navarro Moreira Salgado Rebelo Fontes Vidal Brandão Costa Robalo Prado Arantes"),
    ),
    "ru": Phrases(
        "Мастерские на равнине",
        "Рассказы о трудном годе",
        "Николай Вершинин",
        "«",
        "»",
        "отвечали старики",
        _list("Первые недели | Собрание на площади | Жатва | Чему научила нас зима"),
        _list("Однако | Таким образом | С тех пор | Несмотря на всё | Весною | Каждое утро"),
        _list(
            "рабочие прядильной фабрики | перевозчики с реки | школьные учителя | виноградари с холмов | "
            "жители предместья | плотники из долины | выборные городского совета | ткачи и их семьи | "
            "путешественники из Поволжья | деревенские парни | некоторые старые матросы | железнодорожники"
        ),
        _list(
            "требовали справедливой доли урожая | долго обсуждали новые правила | "
            "собирались перед зданием управы | хранили память о великом наводнении | "
            "отказывались платить чрезвычайный налог | готовили праздник к возвращению отсутствующих | "
            "читали вслух письма из Петербурга | чинили плотины с удивительным терпением | "
            "ничего не ожидали от начальства | делили поровну хлеб, соль и масло | "
            "рассказывали эту историю своим детям | строили мост через небольшую речку"
        ),
        _list(
            "потому что старинные обычаи никого больше не защищали | так что никто этому не удивлялся | "
            "когда снег ещё покрывал окрестные поля | пока губернатор не дал окончательного ответа | "
            "где некогда были зарыты орудия труда | как это делали их деды и прадеды | "
            "истинную цену которым знал каждый | хотя сеять было уже слишком поздно | "
            "с уверенностью, которую ничто не могло поколебать | в продолжение долгих ноябрьских вечеров | "
            "вопреки обещаниям правительства | о чём московские газеты никогда не упоминали"
        ),
        _list(
            "См. книгу протоколов, с. {}. | *Летопись уезда*, т. II, с. {}. | Там же, с. {}. | "
            "Письмо старосты, хранящееся в архиве (дело {})."
        ),
        "как и",
        _names("Пётр Анна Лука Марфа Степан Клара Антон Луиза Фёдор Вера Роман Инна"),
        _names("Вершинин Громов Лебедев Соколов Рогов Фомин Власов Бураков Костин Галкин Панин Орлов"),
    ),
    "el": Phrases(
        "Τα εργαστήρια της πεδιάδας",
        "Χρονικό μιας δύσκολης χρονιάς",
        "Νικόλαος Σταθόπουλος",
        "«",
        "»",
        "απαντούσαν οι γέροντες",
        _list("Οι πρώτες εβδομάδες | Μια συνέλευση στην πλατεία | Η συγκομιδή | Τι μας δίδαξε ο χειμώνας"),
        _list("Ωστόσο | Έτσι | Από τότε | Παρ’ όλα αυτά | Την άνοιξη | Κάθε πρωί"),
        _list(
            "οι εργάτες του κλωστηρίου | οι βαρκάρηδες του ποταμού | οι δάσκαλοι του σχολείου | οι αμπελουργοί | "
            "οι κάτοικοι του προαστίου | οι μαραγκοί της κοιλάδας | οι δημοτικοί σύμβουλοι | "
            "οι υφαντές και οι οικογένειές τους | οι ταξιδιώτες από την Ήπειρο | οι νέοι του χωριού | "
            "μερικοί γέροι ναυτικοί | οι σιδηροδρομικοί"
        ),
        _list(
            "ζητούσαν δίκαιο μερίδιο από τη συγκομιδή | συζητούσαν πολλές ώρες τον νέο κανονισμό | "
            "συγκεντρώνονταν μπροστά στο δημαρχείο | κρατούσαν ζωντανή τη μνήμη της μεγάλης πλημμύρας | "
            "αρνούνταν να πληρώσουν τον έκτακτο φόρο | ετοίμαζαν μια γιορτή για την επιστροφή των απόντων | "
            "διάβαζαν δυνατά τα γράμματα από την Αθήνα | επισκεύαζαν τα φράγματα με θαυμαστή υπομονή | "
            "δεν περίμεναν τίποτε από τη διοίκηση | μοιράζονταν το ψωμί, το αλάτι και το λάδι | "
            "διηγούνταν αυτή την ιστορία στα παιδιά τους | έχτιζαν ένα γεφύρι πάνω από το ρέμα"
        ),
        _list(
            "επειδή τα παλαιά έθιμα δεν προστάτευαν πια κανέναν | χωρίς να απορεί κανείς | "
            "όταν το χιόνι σκέπαζε ακόμη τα χωράφια | ώσπου να δώσει ο νομάρχης την απάντησή του | "
            "όπου άλλοτε είχαν θάψει τα εργαλεία | όπως το είχαν κάνει οι παππούδες τους | "
            "που την αληθινή τους αξία γνώριζε ο καθένας | αν και ήταν πια πολύ αργά για τη σπορά | "
            "με μια εμπιστοσύνη που τίποτε δεν κλόνιζε | στη διάρκεια των μακρινών βραδιών του Νοεμβρίου | "
            "παρά τις υποσχέσεις της κυβέρνησης | που οι εφημερίδες της πρωτεύουσας ποτέ δεν ανέφεραν"
        ),
        _list(
            "Βλ. το βιβλίο πρακτικών, σ. {}. | *Χρονικά της επαρχίας*, τ. Β΄, σ. {}. | Ό.π., σ. {}. | "
            "Επιστολή του δημάρχου, στο αρχείο (φάκ. {})."
        ),
        "όπως",
        _names("Πέτρος Ιωάννα Λουκάς Μάρθα Στέφανος Κλειώ Αντώνης Λουίζα Ερρίκος Ελένη Ρήγας Ειρήνη"),
        _names("Σταθόπουλος Νικολάου Μαυρίδης Σαράφης Ράλλης Φωτίου Βλάχος Μπότσης Κώστας Γαλάνης Παππάς Ορφανός"),
    ),
}
"""By language. The quotation marks are those that the language prints."""
