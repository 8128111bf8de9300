/**
 * Common Finnish nouns and adjectives, and a few pronouns, in their base form. Compounds are left out, because their
 * parts are here. The forms of a word in this list can be told from those of similar words.
 */
const WORDS = `
  aakkonen aalto aamiainen aamu aarre aasi aasia aate aatto aave aavikko adoptio adressi adventti afrikka ahdas
  ahdistus ahjo ahkera ahma ahne ahven aiempi aihe aika aikainen aikuinen aine aineisto aines airo aistin aita aitio
  aito aitta aivastus aivo ajaja ajastin ajatus ajo ajos akateemikko akka akku akseli aksentti akvaario ala alainen
  alanko alaston albumi alempi alennus algoritmi alhainen alkio alkoholi alku allas allergia aloite alue alumiini alus
  alusta amatööri ambulanssi amerikka amerikkalainen ammatti ammus ampiainen ampuja ampuma analyysi ananas angina
  ankara ankerias ankka ankkuri annos ansa ansio antenni anti anto anturi apila apina appelsiini aprikoosi apteekki
  apu apulainen arka arki arkisto arkki arkkitehti arkku armas armeija armo aro aromi arpa arpi artikkeli artisti
  arvaus arvio arvo arvoitus arvokas ase asema asenne asennus asento asetelma asetus asia asiakas asiallinen asioida
  askel aste asteikko asti astia asu asukas asukki asunto asuntola asuste asutus ateisti ateria atlas atomi aukea auki
  aukio aukko aula aura aurinko autio auto automaatti avain avajainen avanto avaruus avio avoin avonainen avu avustaja
  avustus baari bakteeri baletti bambu banaani basilika basso belgia bensa bensiini berliini betoni biljardi biologi
  biologia bitti blogi brasilia budjetti bussi data delfiini dia diesel diodi direktiivi dokumentti edellinen edeltäjä
  edustaja edustus eepos ehdokas ehdotus ehkäisy ehostus ehto eilinen elatus ele elefantti elektroni elektroniikka
  elementti elimistö elin eliö elo elokuva eläin eläjä eläke eläkeläinen elämys elämä emakko emo emäntä enemmistö
  energia englanti englantilainen enkeli ennakko enne ennuste ennätys eno epäily epäilys erikoinen erilainen eristys
  ero erotus erä esiintyjä esiintymä esikko esimerkki esine esitelmä esittely esitys espanja espanjalainen espoo este
  esto etana etappi eteinen etelä etevä etikka etsivä etu etuus etäinen etäisyys eukko euro eurooppa eurooppalainen
  evankeliumi eversti evoluutio evä eväs faksi fantasia farkku fasaani filee filmi filosofi finaali firma flunssa
  flyygeli foorumi foto funktio fysiikka fyysikko galaksi geeni generaattori golf graafi gradu grafiikka grilli haahka
  haalari haalea haamu haapa haara haarniska haarukka haastaja haastattelu haaste haava haave hahmo hai haikara haiku
  haima haitallinen haitari haitta haju haka hake hakemisto hakemus hakija hakku haku halaus halkio halko halla halli
  hallinto hallitsija hallitus halma halpa haltia haltija halu halukas halvaus hame hammas hamppu hamsteri hana hanhi
  hanka hankala hanke hanki hankinta hankkija hansikas hanska hapan happi happo harakka harava haravointi harha harja
  harjanne harjoitus harju harjus harmaa harmi harmonikka harras harraste harrastus harso hartia harva harvinainen
  hassu hatara hattu haudutus hauki haukka haukotus hauska hauta hautajainen hautaus havainto havu hedelmä hehku
  hehtaari heikko heilahdus heimo heinä heitin heitto hella helle helluntai helma helmi helppo helsinki helsinkiläinen
  helvetti hengitys henki henkilö henkilöstö henkinen heppa herkku herkkä hermo hermosto herne herra herttua herukka
  heräte herätys hetki hevonen hidas hiekka hieno hierarkia hieroja hieronta hiha hihna hiihto hiihtäjä hiili hiippa
  hiiri hiiva hiki hikka hiljainen hiljaisuus hillo himmeä himo hinaaja hinta hipaisu hippiäinen hippu hirmu hirsi
  hirveä hirvi hirviö hissi historia hitaus hitsaaja hiukkanen hius hiutale hoikka hoitaja hoito hoitola hollanti
  holvi home homma homo hopea hormoni hotelli housu hovi huhta huhu huijaus huikea huilu huippu huivi hukka huligaani
  hullu humala humppa hunaja huntu huokaus huoli huoltaja huolto huomautus huomen huomio huone huoneisto huono huopa
  hupi huppu hurja hurmaava hursti huuhkaja huuhtelu huuli huuma huume huumori huutaja huuto huvi huvila hygienia
  hylje hylky hylly hylsy hymy hypoteesi hyppy hyrrä hytti hyttynen hyve hyvitys hyvä hyödyke hyökkäys hyönteinen
  hyöty häiriö häkki häly hälytin hälytys hämmästys hämähäkki hämärä häntä häpeä härkä härski hätä häviö hää häätö
  hökkeli höpö höyhen höylä höyry idea ien ihailu ihana ihanne ihme ihmeellinen ihminen iho ihottuma ihra ikkuna ikoni
  ikuinen ikä ikävä ilkeä illallinen ilma ilmainen ilmaisu ilmasto ilmaus ilme ilmeinen ilmiö ilmoitus ilo iloinen
  ilta ilves impulssi imu imuri imurointi indeksi infektio inflaatio influenssa informaatio inhimillinen inho
  inkivääri innokas insinööri instituutti intia into irlanti irti iskelmä isku islanti iso istuin istunto istutus
  isukki isä isäntä italia italialainen itikka itku itsenäinen itsenäisyys itä itäinen iva iäkäs jaala jaarli jaguaari
  jahti jakaja jako jaksaa jakso jalas jalava jalka jalkine jalo jalusta jano japani japanilainen jarru jauhe jauho
  jengi jogurtti johde johdin johtaja johto joki jokin joku jolla jono jouhi joukko joukkue joulu jousi jousto joutsen
  juhannus juhla juhta juliste julkaisu julkinen jumala jumppa juna juntti juoksija juoksu juolukka juoma juoni juopa
  juoppo juoru juote juotto juova juristi juttu jutustelu juures juuri juusto juutalainen jyrkkä jyrsijä jyrsin jytky
  jyvä jyvänen jäinen jäkälä jäljennös jälki jänis jänne jännite jännittävä jännitys järistys järjestelmä järjestys
  järjestäjä järjestö järki järkyttävä järvi jäsen jäte jättiläinen jättö jäykkä jäynä jää jäähdytin jäämä jäänne
  jäännös jäätelö jäätikkö kaakao kaakko kaali kaamea kaaos kaapeli kaappi kaapu kaari kaarna kaasu kaato kaava kaavio
  kahle kahva kahvi kahvila kaide kaihdin kaihi kaiku kaima kainalo kaino kainostelu kaipuu kaira kaisla kaista
  kaistale kaita kaiutin kaivo kaivos kajakki kajo kajuutta kakara kakku kaksonen kaktus kala kalastaja kalastus
  kalenteri kalja kalju kalkki kalkkuna kallio kallis kallo kalori kalpa kalpea kalu kaluste kalusto kalvo kamala
  kamari kameli kamera kammio kampa kampaaja kampanja kampela kampi kamppailu kana kanaali kanada kanadalainen kanava
  kandi kandidaatti kaneli kanerva kangas kani kaniini kanki kannattaja kannatus kanne kannu kannus kanootti kansa
  kansalainen kansi kansio kansleri kanta kantaja kantarelli kantele kanto kanttori kapakka kapasiteetti kapea kapina
  kappale kappeli kapteeni kapula kara karamelli kardemumma karhea karhu kari karitsa karja karjakko karjala karkea
  karkelo karkki karkotus karkuri karnevaali karpalo karppi karsina karsta kartano kartio kartoitus kartonki kartta
  karu karuselli karva karvas karviainen kasa kasarmi kasetti kasku kassa kassi kastanja kaste kastelu kastike kasvain
  kasvatus kasvi kasvis kasvo kasvu kataja katajikko katalogi katastrofi kate katiska kato katos katsastus katsaus
  katse katsoja kattaus kattila katto katu kauha kauhea kauhu kaukainen kaula kauluri kaulus kauna kauneus kaunis
  kauppa kauppias kaupunki kaupunkilainen kaura kauris kausi kaveri kavio kehitelmä kehitys keho kehu kehys kehä
  keidas keihäs keiju keikka keila keilaus keino keinu keisari keitin keittiö keitto keittäjä kekri keksi keksijä
  keksintö kekäle kela keli kelkka kellari kello kelo kelpo kelta keltainen kemia kenkä kenno kenraali kenttä kepeä
  keppi kerho keritsin kerma kermainen kerroin kerros kerta kertoja kertomus keruu kerä keräys kesanto keskeinen
  keskellä keskus keskusta keskustelu kesto kestävä kesy kesä ketju keto ketterä kettu keuhko keula kevyt kevät kide
  kidutus kiehkura kiekko kielellinen kieli kielo kielto kieltäjä kierre kierros kierrätys kierto kiertue kihara
  kihlaus kiihkeä kiihko kiikari kiikku kiila kiille kiilto kiina kiinalainen kiinne kiinteistö kiinteä kiintiö kiire
  kiireinen kiisseli kiista kiitos kikka kilo kilpa kilpailija kilpailu kilpi kiltti kimalainen kimppu kinkku kino
  kinos kipeä kipinä kipsi kipu kirahvi kireä kirja kirjaamo kirjailija kirjain kirjasin kirjasto kirjaus kirje
  kirjoittaja kirjoitus kirkas kirkko kirnu kirous kirppu kirsikka kirstu kirurgi kirveli kirves kisa kisko kiskonta
  kissa kita kitara kitka kiuas kiukku kiuru kiusa kiusaus kivi kivikko kivääri klarinetti klinikka kloori koala
  kodikas koe kohde kohina koho kohta kohtalo kohtaus kohtelias kohtelu kohtu kohtuu koipi koira koiras koivikko koivu
  kokeilu kokemus kokki kokko koko kokoelma kokous kolari kolea kolibri kolikko kolja kolkka kolmas kolme kolmonen
  kolo kolonna kolumni komea komedia komento komero komitea kommentti kompassi komponentti komposti komppania kone
  koneistaja koneisto konferenssi konjakki konkurssi konna konsertti konsonantti kontakti kontio kontti koodi kooste
  koostumus kopio kopla koppa koppi koputus koralli korea korento kori koriste korjaaja korjaus korjuu korkea korkeus
  korkki korko koroke korotus korppi korpraali korsetti korsi kortteli kortti koru korva korvaus koskematon kosketus
  koski kosmetiikka kostea kosteikko kosto kota kotelo koti kotilo kotimainen kotka koukku koulu koululainen koulutus
  koura kouristus kouru kova kranaatti krapula kravatti kreikka kreivi kriisi kriitikko kristalli kristillinen
  kristitty kritiikki krokotiili kromosomi kroppa kruunu kudelma kudonta kudos kuha kuhina kuikka kuilu kuiskaaja
  kuiskaus kuisti kuitti kuitu kuiva kuivaus kuivuus kuja kuje kuka kukka kukkaro kukko kukkula kulho kuljettaja
  kuljetus kulkija kulku kulkue kulkuri kulma kulta kulttuuri kulu kuluttaja kulutus kumi kumma kummallinen kummi
  kummitus kumppani kumpu kuningas kuningatar kunnallinen kunnia kunta kunto kuntoutus kuohu kuokka kuolema kuolo
  kuona kuono kuopio kuoppa kuori kuorma kuoro kuorsaus kuosi kupari kupla kupoli kuponki kuppi kuppila kupu kura kuri
  kurja kurki kurkku kurkuma kurpitsa kurppa kurssi kuski kustannus kutsu kutsunta kuu kuula kuulija kuulo kuuloke
  kuuluisa kuuma kuume kuunari kuurna kuuro kuusama kuusamo kuusi kuusikko kuutio kuva kuvaaja kuvake kuvasto kuvaus
  kuve kuvernööri kuvio kvartetti kyhmy kyky kyljys kylki kylmiö kylmä kylpy kylpylä kylvö kylä kymmenen kymppi kynnys
  kynsi kynttilä kynä kypsyys kypsä kypärä kysely kysymys kysyntä kytkentä kytkin kyttyrä kyttä kyvytön kyy kyydittäjä
  kyyhky kyyhkynen kyykky kyynel kyynärä kyyti kädellinen kähärä käki käly kämmen kämppä känsä käpy käpälä kärki
  kärppä kärpänen kärpät kärry kärsimys kärsivällinen kärsä käräjä käsi käsine käsite käsittely käsittämätön käsitys
  käsky käteinen kätevä kätilö kävely kävijä käynti käypä käyrä käyttäjä käyttö käytäntö käytävä käytös käänne käännös
  kääntäjä kääntö kääpiö kääre käärme kääryle köli kömpelö köyhyys köyhä köysi laaja laajuus laakeri laakso laama
  laari laastari laasti laatija laatikko laatta laatu laava laavu laboratorio ladonta lahja lahjakas lahje lahko lahna
  laho lahti laidun laiha laimea laina lainaus laine laippa laiska laita laite laitos laitteisto laituri laiva
  laivasto laivuri laji lajittelu lakaisu lakana laki lakka lakki lakko lakritsi lama lammas lampi lamppu lanka lankku
  lanko lanne lannoite lanta lanttu lapa lapanen lapio lappi lappu lapsi lapsuus laser lasi laskelma laskija laskimo
  laskin laskos lasku lastaus lasti lastu lataus latina latinalainen lato lattia latu laturi latva lauantai laudatur
  lauha lauhkea laukaus laukka laukku laulaja laulu lauma lause lauseke lausunto lauta lautanen lautta lava lavastaja
  lavastus lavea legenda lehdistö lehmus lehmä lehti lehto lehtori leija leijona leike leikkaaja leikkaus leikki
  leikkuri leikkuu leima leimaus leinikki leipomo leipuri leipä leiri leirintä leivo leivonnainen leivonta leivos lelu
  lemmikki lempeä lempi leninki lenkki lento lentäjä lepakko lepo leppä lese leski letku lettu leuka leveys leveä
  levitys levoton levy levä liaani lieju liekki liemi lieri lieriö liesi lieska lievä liha lihaksisto lihas lihava
  liika liike liikenne liikunta liima liina liioittelu liite liitin liitos liitto liittymä liivi lika likainen likööri
  lilja lima limonadi linja linkki linna linnoitus linssi lintu liota lipasto lippa lippu lista lisä lisäke lisäys
  litra liukas liuos liuska logiikka lohdutus lohi lohko loikka loinen loisto loka lokero lokki loma lomake lommo
  lompakko lonkero lonkka lontoo loppiainen loppu lopullinen loru loska louhos loukkaus lounas lovi lude luento
  luettelo luhta luiska luistelu luistin luja lukema lukija lukio lukitus lukko luku lukuisa lumi lumikko luminen
  lumme lumous lunastus luo luode luokitus luokka luola luomi luonne luonnollinen luonnos luonto luostari luota
  luotain luoti luotsi luottamus luotto luova lupa lupaus lupsakka lurjus lusikka luu luukku luulo luumu luuta
  luutnantti lyhenne lyhty lyhyt lyijy lypsäjä lyyra lyönti lähde läheinen läheisyys lähetin lähettiläs lähetys lähiö
  lähtö läimäys läiskä läksy lämmin lämmitin lämmitys lämpö länsi läntinen läpi läski lätäkkö lävistys lääke lääkitys
  lääkäri lääni läänitys löydös löyly löysä löytö maa maaginen maailma maalainen maalari maalaus maali maallikko
  maanantai maasto made madonna magia maha mahdollinen mahdollisuus mahdoton mahtava mahti maila maine maininta mainio
  mainonta mainos maisema maissi maisteri maito maja majakka majava majoitus makaroni makea makkara maksa maksaja
  maksimi maksu maku makuu malaria malja malli mallisto malmi maltti mamma mammutti mandariini mania manner mansikka
  manteli mantteli mappi margariini marja marjastus markka markkina marmori marras mars marsalkka marssi marsu
  marttyyri masennus massa masto matala matematiikka materiaali matka matkailija matkailu matkustaja mato matriisi
  matti matto mauste media meduusa mehiläinen mehu mekaanikko mekaaninen mekaniikka mekanismi mekko meksiko mela melko
  mellakka meloni melonta melu meluisa menestys menetelmä menetys meno meri merkillinen merkintä merkitys merkki mesi
  messu mestari mestaruus metalli metri metro metsikkö metso metsuri metsä metsästys metsästäjä miehistö miehitys
  miekka mieli miellyttävä mieluisa mies miete mietintö miina miinus mikro mikrofoni mikä miljardi miljoona mineraali
  minimi ministeri ministeriö miniä minttu minuutti minä mitali mitta mittari mittaus mitätön mobiili moderni moduuli
  moisio moite molekyyli molemmat molli moni monitori monopoli moottori mopo moraali morsian moskova motelli motiivi
  motto muhennos muija muikku muinainen muisti muistio muisto muistutus mukava muki mukula muli mulli multa mummi
  mummo muna munakas munkki munuainen muodostelma muodostuma muona muoti muoto muotoilu muovi murha murhaaja murhe
  muro murre murros murska murtaja murto murtuma museo musiikki muskeli musliini muslimi musta mustalainen muste
  mustikka muta mutka mutteri muu muukalainen muuli muunnos muurahainen muurari muuri muusa muusikko muutos muutto
  muuttuja mylly myrkky myrkytys myrsky mysli myssy myyjä myymälä myynti myyrä myytti myöhäinen myönteinen mäki mänty
  märkä mätä mäyrä määritelmä määrä määräys mökki mönkijä mörkö mössö möykky naakka naama naamari naamio naapuri
  naapuruus naara naaras nahka nainen naisellinen nakki nalle napa nappi nappula narri narsissi naru nasta nauha
  nauhuri naula nauris nauru nauta nautinto navetta negatiivi neilikka neito neitsyt neli neliö neljä neljäs nelonen
  nenä neste nesteytys netti neula neulonta neuvo neuvola neuvonta neuvos neuvosto neuvottelu nide nielu niemi niini
  niitty nikama nikkeli nilkka nimeke nimi nimitys nippu niska nisä nisäkäs niukka nivel noita noja noki nokka
  nokkonen nolla nopea nopeus noppa norja norjalainen norppa norsu nostalgia nosto nosturi notko nousu nouto nuha
  nuija nukke numero nummi nunna nuoli nuora nuori nuoriso nuorukainen nuoruus nuoska nuotio nuotta nuotti nuppi nuppu
  nurja nurkka nurmi nurmikko nuttu nuudeli nykyinen nyrkki näkemys näky näkymä näkö nälkä nälkäinen näppi näppylä
  näppäimistö näppäin näppärä närhi näyte näytelmä näyttelijä näyttely näyttämö näyttö näytös näätä nöyrä objekti
  odotus ohdake oheinen ohimo ohjaaja ohjain ohjaus ohje ohjelma ohjelmisto ohjelmointi ohjus ohra ohut oikaisu oikea
  oikeus oikku oinas oivallus oja ojennus oksa oksentelu oksidi olemus olento oletus oliivi olio olka olki olo olut
  oma omainen omaisuus omena ominaisuus omistaja omistus ommel ompelija ompelu ongelma onki onnellinen onneton
  onnettomuus onni onnittelu ontelo ontto ooppera opas opaste operaatio operaattori opettaja opetus opinto opiskelija
  opiskelu opisto oppi oppilas oppositio optimismi oranssi orava organisaatio orja orjuus orkesteri orpo orsi orvokki
  osa osaaja osakas osake osallistuja osanen osasto osinko osoite osoitin osoitus ostaja osto ostos osuma osuus ote
  otsa otsake otsikko otsikointi otsoni ottelu otto oulu outo ovela ovi paahde paahdin paali paalu paanu paarma paasi
  paasto paatti paavi paha paholainen pahvi paidaton paikallinen paikka paimen painaja painajainen painava paine paini
  painike paino painos paise paiste paisti paita paja paju pakana pakara pakaste pakastin paketti pakka pakkanen
  pakkaus pakko pako pakolainen paksu pala palanen palatsi palaus palaute palaveri palelu palikka paljas palkinto
  palkka palkki palkkio pallas pallo palmikko palmu palo palsta palttina palttoo paluu palvelija palvelin palvelu
  palvelus palvonta paneeli paniikki panimo pankki pankkiiri pannu panos panssari pantteri pantti paperi pappa pappi
  pappila paprika papu paraati parannus paratiisi pari pariisi paristo parkki parlamentti parru parsa parta partikkeli
  partio parturi parveke parvi passi pasta pastori pata patentti patja pato patruuna patsas patteri patukka pauhu
  paukku paula paussi pedaali pehmeä peikko peili peippo peite peitsi peitto pekoni pelastus peli pelikaani pelko
  pelkuri pellava pelottava pelti pelto penaali penkki penni pensas pensseli pentu perhe perhonen periaate perillinen
  perinne perintö perjantai perkele perna persia persikka persilja persoona peruna perus perusta peruste peruukki
  peruutus perä peräsin pesu pesue pesula pesä pesäke peto petos pettymys pettynyt peukalo peura piano pidike pidätys
  pieli pieni pietari piha pihka pihlaja pihvi piika piikki piilo piimä piina piippu piirakka piiri piirre piirros
  piirto piirtäjä piirustus piiska piisku piispa pila pilari pilkka pilkku pilleri pilli pilvi pimento pimeä pinaatti
  pingviini pinkka pinni pino pinta pioneeri pioni pipari pipo pippuri piristys pirteä pirtti piru pisara piskuinen
  piste pisto pistoke pistooli pistos pitko pitkä pitoisuus pitsi pituus pitäjä pizza planeetta plasma pohdinta pohja
  pohje pohjoinen pohjola poiju poika poikkeama poikkeus poisto pokeri poliisi poliitikko poliittinen politiikka
  poljento poljin polku poltin polttimo poltto polvi pommi pomo pora porkkana poro porras porsas portti portto
  portugali porvari porvoo poski posliini postaus posti potilas potku potkuri potti povi preeria presidentti prikaati
  prinsessa prinssi profeetta professori profiili projekti projektio pronssi proosa prosentti prosessi prosessori
  proteiini provinssi psykologi pudas pudotus puhallin puhdas puhdistus puhe puhelin puhelu puhtaus puhuja puhuri
  puhveli puikko puisto pukki puku pula pulkka pulla pullo pulma pulpetti pulska pulssi pultti pumppu puna punainen
  punkki punos punta puola puoleinen puoli puolisko puolue puolukka puolustus puomi puoskari pupu purema puristin
  puristus purje purjehdus purkaus purkki purku puro pusero puska puskuri pussi pusu putka putki putous puu puuha
  puuhaaja puukko puuma puuro puuska puute puutos puuttuva pyhä pyhäkkö pykälä pylväs pyramidi pyrkimys pyrstö pyry
  pyssy pysty pystyvä pysäkki pysäköinti pyy pyyhe pyyhin pyykki pyynti pyyntö pyöreä pyörre pyörä pyöräilijä pyöräily
  pyörö pyöveli pähkinä päihde päivitys päivystys päivä päivällinen päiväys pälvi päre pässi pätevä pätkä pää
  päällikkö päällinen päällys päällyste päärynä pääsiäinen pääsky pääskynen päästö pääsy pääte pääty päätös pöhö
  pölkky pöllö pöly pönttö pörssi pöyhkeä pöytä raadollinen raaja raaka raakile raamattu raastin raataja raati raato
  radikaali radio rae raha rahasto rahka rahoitus rahti rahtu rahvas raide raikas raina raita raitis raitti raivaus
  raivo raja rajaus rajoite rajoitus rakas rakastaja rakastunut rakeet rakenne rakennelma rakennus rakentaja raketti
  rakkaus rakki rakko rakkula rako rallatus ralli ramppi rangaistus rankaisu rankka ranne ranneke rannikko ranska
  ranskalainen ranta raollinen raportti rappio rappu rapu rasia rasitus raskas raskaus rastas rasti rasva rasvainen
  rata ratas ratkaisu ratsastaja ratsastus ratsu ratti raudikko rauha rauhaisa rauhallinen rauhanen raukka rauma
  raunio rauta rautias ravi ravinne ravinto ravintola ravistus ravitsemus reaali reaktio reaktori refleksi rehellinen
  rehti rehtori rehu reikä reipas reippaus reisi reissu reititin reitti reki rekisteri rekka rele remmi remontti
  rengas renki rento repliikki repo reportteri reppana reppu resepti retiisi retkeilijä retki reuma reuna revolveri
  rieha riekko riemu riento rieska rievä riihi riimi riimu riippuvuus riisi riista riita riitti riivaus rikas rikka
  rikkaus rikki rikollinen rikos rima rinne rinta rintama ripaus ripeä ripsi riski risteily risteys risti ristikko
  ristiäinen risu ritari riutta rivi rivo robotti rohdos rohkea rohkeus rohto roikka rokka rokki rokko rokote rokotus
  romaani romahdus romppu romu rooli roolit rooma ropo roska rosoinen rosvo rotko rotta rotu routa rouva rovasti
  rubiini ruhje ruho ruhtinas ruis ruiskaus ruisku rukkanen rukki rukous rulla ruma rumpali rumpu runko runo runoilija
  runous runsas ruohikko ruoho ruoka ruokailu ruokala ruoko ruoska ruoste ruoto ruotsalainen ruotsi rupi rusakko
  rusetti rusina ruskea rusto rutiini rutto ruuhka ruukku ruuma ruumis ruusu ruuti ruutu ruuvi ryhmitys ryhmä ryhti
  ryijy rykmentti rynnäkkö ryppy rypäle rysä rytmi ryöstö ryöväri räjähde räjähdys räkä räme räntä rästi räsy rätti
  rääsy räätäli röntgen rötös röyhelö röyhkeä saaga saalis saanti saapas saari saaristo saarna saarnaaja saarni saaste
  saatana saatava saattue saavi saavutus sadas sadattelu sade sadetin safiiri saha sahrami sahuri saippua sairaala
  sairas sairaus saita sakara sakeus sakko saksa saksalainen saksi saksofoni salaatti salainen salaisuus salama salaus
  salava sali salkku salko sallittu salmi salmiakki salo salonki salpa samea sametti samettinen sammakko sammal
  sammutin sammutus sampi sana sanasto sandaali sanelu sanka sankari sanko sanoittaja sanoma sanonta santa santarmi
  sappi sarana sarja sarka sarvi sata satama satanen satelliitti satiiri sato satu satula sauhu saukko sauma sauna
  sauva savi savikka savo savu savuke seepra seikka seikkailu seimi seinä seinämä seiti seitsemän seitti sekoitus
  seksi sektori sekunti selain selitys selkeä selkä selleri selli sellu selostus selvitys selvä sementti seminaari
  senaatti senaattori sentti seos seppele seppä seremonia serkku seteli setä seula seura seuraava seuranta seuraus
  seurue seutu shakki side sidos sielu siemaus siemen sienestys sieni sieppo sietämätön signaali sihteeri sihti
  siideri siika siili siilo siima siipi siirappi siirto siirtola siirtymä siisti siivo siivooja siivous sija sijainti
  sijoittaja sijoitus sika sikari sikermä sikiö silakka silaus sileä silitys silkki silli silmu silmukka silmä silta
  sima simpukka sinappi sinetti sinfonia sini sininen sinkki sinä sipaisu sipuli sirkka sirkus sirppi siru sisar sisko
  sisus sisusta sisäinen sisältö sitaatti sitko sitoumus sitruuna sivellin siviili sivistys sivu sivusto skanneri
  skorpioni skotlanti slangi slummi smaragdi sohva soihtu soija soinen sointu soitin soittaja soitto sokea sokeri
  sokka sola solisti solki solmio solmu solmuke solu sonaatti sonni sonta sooda soolo soopa sopimus sopiva soppa
  sopraano sopu sora sorkka sormi sormus sorsa sorto sorvi sose sosiaalinen sosialismi sota sotilas sotku sotkuinen
  soutaja soutu sovellus sovinto spagetti spiraali stadion standardi status strategia stressi struktuuri studio
  subjekti suhdanne suhde suhina suihke suihku suikale suippo sukellus sukeltaja sukka sukkula suklaa suksi suku
  sukulainen sula sulake sulatto sulava sulhanen sulho sulka sulkeutunut sulku sumea summa sumppu sumu sunnuntai
  suntio suo suoja suojelu suojus suola suolainen suoli suolisto suomalainen suomi suomu suoni suopa suora suoritus
  suosikki suosio suosittu suositus suotuisa supi supistus suppea suppilo surku surma suru surullinen susi suu
  suudelma suukko suunnitelma suunnittelu suunta suurennus suuri suuruus suutari sydämellinen sydän syfilis sykli
  syksy syleily syli sylinteri sylki symboli sympatia synkkä synnytys synteesi synti syntinen synty syntymä sysi
  systeemi sysäys sytytin sytytys syvennys syvyys syvä syy syyhy syyllinen syylä syyte syöjä syöksy syömäri syöpä
  syötti syöttö säde säe säestys säestäjä sähke sähkö säie säikähdys säiliö säilyke säilytys säilö säkeistö säkki säle
  sämpylä sänky särki särkkä särky särmä särö sättimä sävel sävelmä säveltäjä sävy säynävä sää säädin säädäntö säädös
  sääli säännös sääntö sääri sääski säästäväinen säästö säätiö sääty säätö söpö taajuus taantuma taapero taateli
  tabletti tahallinen tahdikas tahko tahma tahmea tahna taho tahra tahti tahto taide taidokas taika taikina taimen
  taimi taipumus taistelija taistelu taitava taite taiteilija taito taitos taival taivas taivutus taju tajunta takaus
  takka takki taksi taktiikka talja talkoo tallenne tallentaja talletus talli tallinna talo taloudellinen talous
  taltta talvi tammi tampere tango tankkeri tankki tanko tanner tanska tanssi tanssija tapa tapahtuma tapaus tapetti
  tappelu tappi tappio tappo tarha tarina tarjoilija tarjoilu tarjonta tarjotin tarjous tarkastus tarkistus tarkka
  tarkkuus tarkoitus tarpeellinen tarpeeton tarra tarve tarvike tasainen tasanko tasku taso tattari tatti tauko taulu
  taulukko tausta tauti tavallinen tavara tavoite tavu teatteri tee teelmä teema teeri tehdas teho tehokas tehoste
  tehtävä teini teippi tekijä tekniikka teknikko tekninen teknologia teko teksti tekstiili tela telakka teline telki
  telkkä teltta temppeli temppu tennis tenori tentti teollisuus teoria teos terapeutti terapia terassi termi
  terminaali teroitin terrieri terva terve tervehdys terveydellinen terveys terä teräs terävä testaus testi teuras
  teurastus tiainen tie tiede tiedosto tiedote tiedotus tiedustelu tieteilijä tieto tietoinen tiheikkö tiheä tihku
  tiikeri tiili tiira tiistai tiivis tiiviste tikari tikka tikku tila tilaaja tilaisuus tilanne tilasto tilaus tilava
  tili tilitys tilkka tilkku tilli timantti tina tippa tippuri tipu tiskaus tiski tisle titaani todennus todistus
  toffee tohtori tohveli toimi toiminta toiminto toimisto toimittaja toimitus toimiva toinen toistaiseksi toisto toive
  toivo toivomus toivotus tolppa tomaatti tomu tonni tontti tonttu topaasi toppa torakka tori torni torstai torttu
  torvi tosi tosikko tosio tossu toteemi toteutus tottumus totuus touhu toukka toveri traktori trampoliini trikoo
  troolari trumpetti tuettu tuhat tuhka tuhlari tuhlaus tuhma tuho tuholainen tuike tuikku tuisku tukholma tuki tukka
  tukki tukos tulehdus tuli tuliainen tulinen tulitus tulkinta tulkki tulli tulo tulokas tulos tuloste tulostin tulppa
  tulppaani tulva tumma tunkio tunne tunneli tunnelma tunnettu tunniste tunnus tunti tuntija tunto tuntuma tunturi
  tuoksu tuoli tuomari tuomi tuomio tuoni tuonti tuore tuotanto tuote tuotos tuottaja tuottelias tupa tupakka tuppi
  tupsu turbiini turha turhuus turisti turkis turkki turku turma turmio turpa turska turva turvallinen turve tuska
  tuskallinen tussi tutka tutkielma tutkija tutkimus tutkinta tutkinto tuttava tuttu tuulahdus tuuletin tuuletus tuuli
  tuuma tuuri tuutti tyhjiö tyhjä tyhmä tykki tykö tylppä tylsä tynkä tynnyri typerä typpi tyranni tyrmä tyrni tyrä
  tyttö tytär tyven tyvi tyydyttävä tyydytys tyyli tyyni tyyny tyyppi tyytyväinen työ työläinen työläs työntö työstö
  työttömyys työtön tähde tähkä tähti tähtäin täi täkki tämä täplä täristys tärkeä tärkki tärpätti täsmällinen täti
  täydellinen täysi täyte täyttö tökerö tölkki tönö törky törmä törmäys töyhtö töyräs töyssy uhka uhkaus uhma uhraus
  uhri uikku uimari uinti uistin ujo ukki ukko ukkonen ukraina ulappa ulkoinen ullakko uloste ulpukka ummetus umpi
  uneliaisuus unelma uni unikko unioni univormu unkari untuva upea upotus upseeri ura urakka urhea urheilija urheilu
  urho uros urut usko uskollinen uskomaton uskomus uskonto uskovainen usva utelias uuni uupumus uurna uurre uusi uute
  uutinen uutisoida uuttera vaadin vaahtera vaahto vaaka vaakuna vaalea vaali vaara vaarallinen vaari vaasa vaate
  vaatimaton vaatimus vaatturi vadelma vaellus vaeltaja vaha vahinko vahti vahva vahvistin vahvistus vahvuus vaihde
  vaihe vaihtelu vaihto vaijeri vaikea vaikeus vaikutelma vaikutus vaimo vainaja vaino vaippa vaisto vaiva vaivaaja
  vaja vajaa vakaa vakaumus vakava vakio vakka vakoilija vakuus vakuutus valaisin valaistus valas vale valehtelija
  valhe valikko valinta valittu valitus valjakko valkea valkoinen valkuainen vallaton valli valmennus valmentaja
  valmis valmiste valmistus valmius valo valoisa valpas valssi valta valtava valtias valtimo valtio valtuus valtuusto
  valtuutettu valu valuutta valvoja valvonta vamma vammainen vampyyri vaneri vanha vanhus vanhuus vanilja vankeus
  vanki vankila vankka vanne vannoutunut vantaa vanu vanukas vapa vapaa vapaus vappu vara varas varasto varaus
  varhainen varikko varis varjo varkaus varma varoitin varoitus varpu varpunen varsa varsi varsinainen vartalo vartija
  vartio varuste varustus varvas vasara vasemmisto vasen vasikka vastaaja vastaava vastaus vastine vastus vastustaja
  vastustus vastuu vati vatkain vatsa vauhti vaunu vauras vauraus vaurio vauva vehnä veikkaus veisto veistos veitsi
  velho veli velka velli velvoite velvollinen velvollisuus vene venttiili venyke venäjä venäläinen verbi verho veri
  verinen verkko verkosto vero verotus verrokki versio verso verstas vertailu vertaus veräjä vesi vesikko vessa
  vesseli veto vettymä veturi vety viallinen video viehättävä viemäri vieno vienti vierailija vierailu vieras vieri
  vieroitus viesti viestintä vietnam viha vihainen vihannes vihellys vihje vihkiäinen vihko vihollinen vihreä vihta
  viidakko viihde viikate viikko viiksi viikuna viila viileä viili viilto viima viina viini viipale viira viisas
  viisaus viisi viisumi viite viitta viiva viivain vika vikkelä vilja viljelijä viljelys vilkas vilkku villa villi
  villitys vimma vinkki vino vintti viola violetti vipinä vipu virallinen virasto virhe virike viritys virka
  virkailija virke virkistys virkkaus virna viro virolainen virpi virsi virsta virta virtaus virtsa virus visa
  viserrys viskaali viski vispilä vissy vitamiini viti vitsa vitsaus vitsi viuhka viulu vodka vohveli voi voide voihke
  voima voimakas voimala voimistelu voittaja voitto vokaali voltti vuodatus vuode vuohi vuoka vuokko vuokra vuokraus
  vuolas vuori vuoristo vuoro vuosi vuosittain vuota vuoto vyyhti vyö vyöhyke vyöry väestö vähemmistö väite väittely
  väitös väkevä väki väli väline välitys välttämätön vänrikki väre väri värikäs väristys väritys värttinä västäräkki
  väsymys väsynyt vävy väylä väännös vääpeli vääryys väärä yhdiste yhdistelmä yhdistys yhteinen yhteisö yhteys yhtiö
  yhtye yhtymä yhtälö yksi yksikkö yksilö yksinäinen yksityinen yleinen yleisö ylhäinen ylitys ylläpito yllättynyt
  yllättävä yllätys ylpeys ylpeä ymmärrys ymmärtäväinen ympyrä ympäristö ympärys yrittäjä yritys yrtti yskä ystävyys
  ystävä yö yöllinen yöpyjä äijä äitelä äiti äkkinäinen ällöttävä äly älykkyys älykäs ämmä ämpäri änkytys äreä äyri
  äyriäinen äyräs äänekäs äänestys äänestäjä ääni äänite äänitys äänne ääri öinen öljy ötökkä öykkäri
`;

export const NOUNS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
