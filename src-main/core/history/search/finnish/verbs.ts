/** Common Finnish verbs in their infinitive, for the same purpose as the nouns of `nouns.ts`. */
const WORDS = `
  aavistaa ahdistaa ahmia aiheuttaa aikoa ajaa ajatella ajautua alentaa alistaa alkaa allekirjoittaa aloittaa altistaa
  ampua anastaa anoa ansaita antaa antautua arvata arvella arvioida arvostaa arvostella asentaa asettaa asettua
  askarrella astua asua auttaa avata avautua avustaa edellyttää edetä edistää edustaa ehdottaa ehkäistä ehtiä elpyä
  elättää elää emännöidä enetä ennakoida ennustaa epäillä epäonnistua erehtyä eristää eritellä erota erottaa esiintyä
  esitellä esittää estyä estää etsiä evätä haastaa haastatella haaveilla haavoittaa haista haistaa haistella hajota
  hajottaa hakata hakea hakeutua haksahtaa halata haljeta halkaista hallita haluta halveksia hankkia hapantua
  haravoida harhailla harjata harjoitella harkita harrastaa haudata hautoa havaita heijastaa heikentää heilua
  heiluttaa heittää hellittää helliä helpottaa hengittää herkutella hermostua herättää herätä hidastaa hieroa hiihtää
  hiipiä hikoilla hillitä hinata hinkata hioa hohtaa hoippua hoitaa horjua houkutella huijata huilata huimata hukata
  hukkua huokaista huolehtia huolestua huoltaa huomata huomauttaa hurrata huudahtaa huutaa huvitella huvittaa hyppiä
  hypätä hyrrätä hyräillä hyvittää hyväksyä hyvästellä hyytyä hyödyntää hyökätä hyötyä häiritä hälyttää hämmentää
  hämmästyttää hämmästyä häpäistä hävetä hävittää hävitä häätää höpöttää höystää ihailla ihastua ihmetellä ihmetyttää
  ikävöidä ilahduttaa ilahtua ilmaista ilmestyä ilmetä ilmoittaa iloita imeä imuroida innostaa innostua irrota
  irrottaa irtautua irtisanoa istua istuttaa itkeä itää jaella jakaa jakautua jaksaa jalostaa jarruttaa jatkaa jatkua
  johtaa johtua jouduttaa joutua juhlia julistaa julkaista juoda juoksuttaa juolahtaa juonia juontaa juopotella juopua
  juoruta juosta jutella jyrsiä jyrätä jähmettyä jäljentää jäljittää jännittää järjestää järkyttyä järkyttää jättää
  jäädyttää jäädä jäähdyttää jäähtyä jäätyä kaapata kaataa kaatua kadota kadottaa kaivaa kaivata kalastaa kammata
  kampittaa kannattaa kannustaa kantaa kapinoida karata karjua karkottaa karsia karttaa kasata kastaa kastella kastua
  kasvaa kasvattaa katkaista katketa katkoa katsahtaa katsella katsoa kattaa katua kauhistua kaunistaa kehittyä
  kehittää kehottaa kehrätä kehua keinua keittää keksiä kelvata keriä kerjätä kerrata kerskua kertoa kerätä kerääntyä
  keskeyttää keskittyä keskittää keskustella kestää ketuttaa keventää kiehtoa kiehua kieltäytyä kieltää kierrellä
  kiertyä kiertää kietoa kihartaa kiihdyttää kiihottaa kiihtyä kiillottaa kiiltää kiinnittää kiinnostaa kiirehtiä
  kiistellä kiistää kiittää kiivetä kilistä kilpailla kimaltaa kimmota kiristää kirjata kirjoittaa kirkua kirota
  kirvellä kiskoa kitkeä kitua kiukutella kiusata kohdata kohdella kohdistaa kohota kohottaa koitua kokea kokeilla
  kokoontua kolhia kolista kolkuttaa komeilla kompastua koostua koota kopioida koputtaa koristaa koristella korjata
  korostaa korottaa korvata koskea koskettaa kostaa kostua kostuttaa koukata kouluttaa kouluttautua kouristaa kuhista
  kuivata kuivattaa kuivua kuljeskella kuljettaa kulkea kulua kuluttaa kumartaa kummastella kummitella kumota
  kunnioittaa kunnostaa kuntoilla kuolla kuoria kuormittaa kuorsata kupata kurkistaa kurottaa kustantaa kutistua
  kutittaa kutoa kutsua kuulla kuulostaa kuulua kuulustella kuunnella kuvailla kuvata kuvitella kuvittaa kyetä
  kyllästyä kylpeä kylvää kypsentää kypsyä kyseenalaistaa kysellä kysyä kyteä kytkeä kyyditä kyykistyä kyyristyä
  kähertää kärsiä kärttää kärvistellä käsitellä käsittää käskeä kätkeä kävellä käväistä käydä käynnistyä käynnistää
  käyttäytyä käyttää kääntyä kääntää kääriä köhiä köyhtyä laajentaa laajeta laatia ladata lahjoittaa lainata laittaa
  lakaista lakastua lakata lakkauttaa laskea laskettaa laskeutua lastata laueta laukaista laulaa lausua lavastaa
  leikata leikkiä leimata leipoa lennellä lennättää lentää lepyttää leventää levittää levitä levätä liehua liftata
  liikahtaa liikkua liikuttaa liimata liioitella liittyä liittää limittää linkittää lipsahtaa lirkutella listata
  lisätä lisääntyä livetä livistää lohduttaa lohkaista loihtia loikata loistaa lomailla lopettaa loppua loukata
  loukkaantua luennoida luetella luikerrella luistella lukea lukita lumota lunastaa luoda luokitella luopua luottaa
  luovuttaa luulla luvata lyhentää lyhetä lyödä lähestyä lähettää lähteä läikkyä läimäyttää lämmetä lämmittää läpäistä
  lätkäistä löyhkätä löytyä löytää maadoittaa maalata maata maatua mainita mainostaa maistaa maistella maistua
  majoittaa majoittua makailla maksaa malttaa manata marista masentaa masentua matkailla matkata matkia matkustaa
  meikata mekastaa meloa melskata menehtyä menestyä menettää mennä merkitä metsästää miehittää mietiskellä miettiä
  mitata mitätöidä moittia muistaa muistella muistuttaa muodostaa muodostua muokata muotoilla murehtia murhata murtaa
  murtautua murtua musertaa mustata muuntaa muurata muuttaa muuttua myydä myöhästyä myöntyä myöntää mädäntyä määrittää
  määrätä määräytyä mökkeillä naida nakertaa nakuttaa napata napsahtaa naputtaa narista narrata nauhoittaa naulata
  nauraa naurattaa nauttia neuloa neuvoa neuvotella niellä niiata niittää nimetä nimittää nipistää nojata nokkia
  nolata nolostua nopeuttaa norkoilla nostaa notkua noudattaa nousta noutaa nukahtaa nukkua nuolaista nuolla nurista
  nyhtää nykiä nylkeä nyrjäyttää nytkähtää nähdä näkyä näpelöidä näpistää näytellä näyttää näännyttää nääntyä nöyrtyä
  odotella odottaa ohittaa ohjata oikaista oikoa oireilla oivaltaa oksentaa oleskella olettaa olla omaksua omistaa
  ommella onnistua onnitella opastaa opetella opettaa opiskella oppia osallistua osata osoittaa osoittautua ostaa
  ostella osua ottaa oudoksua paahtaa paeta paheksua paheta paikata painaa painattaa painella painostaa painua paistaa
  paistua pakastaa pakata paketoida pakoilla pakottaa palaa palata palauttaa palella paljastaa paljastua palkata
  palkita palvella palvoa panna panostaa parantaa parantua parkita parkua parsia patistaa pelastaa pelastua pelata
  pelotella pelottaa pelästyä pelätä periä perustaa perustella peruuttaa pestata pestä pettyä pettää pidentää pidetä
  pidättää pierrä piestä pihistä piileskellä piillä piilottaa piinata piipahtaa piirittää piirtää piiskata pilata
  pilkata pilkkoa pimentää pimetä piristyä piristää pirstoa pistää pitkästyä pitäytyä pitää pohdiskella pohtia poiketa
  poikia poimia poistaa poistua polkea poltella polttaa porata porista porrastaa postittaa potea potkaista potkia
  pudota pudottaa puhaltaa puhdistaa puhjeta puhkaista puhua puhutella puida pukea pukeutua pulahtaa pulista puoltaa
  puolustaa puraista puristaa purjehtia purkaa purkautua purra pursuta puskea pussata puuhailla puuhata puuskuttaa
  puuttua pyhittää pyrkiä pystyttää pystyä pysytellä pysyä pysähtyä pysäyttää pyydystää pyyhkiä pyytää pyörittää
  pyöriä pyörtyä pyöräillä päihittää päntätä pätevöityä päteä päästä päästää päätellä päättyä päättää pöllähtää
  pölyttää raahata raapia raataa raivata raivota rajata rajoittaa rakastaa rakastella rakastua rakentaa rangaista
  rapista raportoida rasittaa raskia ratkaista ratketa ratsastaa rauhoittaa rauhoittua raukaista rehvastella reipastua
  reissata repiä retkeillä revetä riehua riemuita riidellä riippua riistää riisua riittää rikastua rikastuttaa rikkoa
  rikkoutua rimpuilla ripotella ripustaa riskeerata risteillä risteytyä ristiä rohkaista roikkua roiskia rokottaa
  romahtaa romuttaa ropista rukoilla ruokkia ruopata rusentaa ruskettua ruuhkautua ryhdistäytyä ryhtyä rynnätä
  ryntäillä rysähtää ryöstää rähistä räjähtää räjäyttää räkiä rätistä rääkätä röyhtäistä saada saapua saarnata
  saastuttaa saattaa saavuttaa sahata sairastaa sairastua salata sallia salpautua samentaa sammua sammuttaa sanella
  sanoa sataa sattua saunoa savustaa seisauttaa seistä sekaantua sekoittaa selata selittää selkeyttää selkiytyä
  selostaa selventää selvittää selvitä selviytyä seurata seurustella siepata sietää siintää siirtyä siirtää siittää
  siivota sijaita sijoittaa sijoittua silittää silmäillä sinkoutua sinnitellä sirotella sitoa sitoutua sivellä
  sivuuttaa soida sointua soitella soittaa solmia solua soluttaa sommitella sopeutua sopia sortaa sortua sotia sotkea
  soutaa soveltaa soveltua sovittaa suhtautua suihkuttaa suistua sujua sukeltaa sukia sulaa sulattaa sulautua sulkea
  sulkeutua summata suojata suojella suoristaa suorittaa suosia suositella suostua suostutella supistaa supistua
  surmata surra survoa suudella suunnata suunnitella suurentaa suuttua suututtaa sylkeä synnyttää syntyä syrjiä
  syrjäyttää sysätä syttyä sytyttää syventyä syventää syyhytä syyllistyä syytellä syyttää syödä syöksyä syöpyä syöttää
  syövyttää säestää sähistä sähköistää säikähtää säikäyttää säilyttää säilyä säilöä särkeä säröillä sättiä säveltää
  sävähtää säädellä sääliä säännöstellä säästää säätää taata taikoa taipua taistella taitaa taittaa taivaltaa
  taivastella taivuttaa tajuta takoa tallentaa talloa talvehtia tanssia tapahtua tapailla tappaa tarinoida tarjoilla
  tarjota tarkastaa tarkastella tarkentaa tarkistaa tarkkailla tarkoittaa tarrata tarttua tarvita tasaantua tasata
  tasoittaa tauota tavata tavoitella tavoittaa teeskennellä teettää tehdä tehostaa tekeytyä telmiä tempoa teroittaa
  tervehtiä tervehtyä testata teurastaa tiedostaa tiedottaa tiedustella tietää tihetä tihkua tiivistyä tiivistää
  tilata tilittää tinkiä tippua tirskua todeta todistaa toimia toimittaa toipua toistaa toistua toivoa toivottaa
  tokaista toljottaa tonkia torjua torkahtaa torua totella toteuttaa toteutua tottua totutella touhuta treenata
  tuhahtaa tuhista tuhlata tuhota tuhoutua tuijottaa tukahduttaa tukea tukehtua tukeutua tukkia tulehtua tulistua
  tulkita tulla tullata tulostaa tulvia tummua tunkea tunkeutua tunnistaa tunnustaa tunnustella tuntea tuntua tuoda
  tuoksua tuomita tuottaa tupakoida tupsahtaa turhautua turmella turvata turvautua turvota tutkia tutkiskella tutustua
  tutustuttaa tuudittaa tuulettaa tuulla tuupata tuupertua tyhjentää tyhjetä tykätä tyrkyttää tyrmätä tyydyttää
  tyynnyttää tyyntyä tyytyä työllistää työntää työskennellä tähdentää tähdätä täristä tärskähtää täsmentää täydentää
  täyttyä täyttää tökätä tönäistä törkeillä törmätä töräyttää uhata uhkailla uhmata uhrata uhrautua uida ujostella
  ujostuttaa ulista ulkoilla ulkoistaa ulostaa ulottua ulvoa unelmoida unohdella unohtaa unohtua upota upottaa
  urheilla urkkia uskaltaa uskaltautua uskoa uskoutua uudistaa uudistua uupua uurastaa uusia uutisoida vaania
  vaatettaa vaatia vaellella vaeltaa vahingoittaa vahtia vahvistaa vahvistua vaientaa vaieta vaihdella vaihtaa vaihtua
  vaikeroida vaikertaa vaikeuttaa vaikuttaa vainota vaivata vaivautua vaivuttaa vajota vakiintua vakuuttaa vakuuttua
  valaista valehdella valella valita valittaa valjastaa valkaista vallata vallita valloittaa valmentaa valmistaa
  valmistautua valmistella valmistua valua valuttaa valvoa vangita vanheta vannoa vapauttaa vapautua vapista varastaa
  varastoida varata varautua varjella varjostaa varmistaa varmistua varoa varoittaa varttua varustaa varustautua
  vasikoida vastaanottaa vastata vastustaa vastustella vatkata vauhdittaa vaurioitua veikata veisata veistää velloa
  velvoittaa venyttää venyä verottaa verrata verrytellä versoa vertailla vetelehtiä vetäytyä vetää viedä viehättää
  vierailla vieroksua viestiä viettää vihastua vihata viheltää vihjata vihkiä viihdyttää viihtyä viilentää viilettää
  viillellä viiltää viipyä viistää viitata viitoittaa viitsiä viivytellä viivyttää vikistä vikuroida vilahtaa
  vilautella vilistä vilkaista vilkkua vilkuttaa villiintyä vilustua vinkua virittää virkata virkistyä virkistää
  virkkaa virrata virua viserrellä vispata vitsailla viuhua voida voidella voihkia voimistella voimistua voittaa
  vuodattaa vuokrata vuotaa vyöryä väheksyä vähentää vähetä väijyä väitellä väittää välittyä välittää välkkyä välttyä
  välttää väristä värittää värvätä väsyttää väsyä vääntyä vääntää yhdentyä yhdistellä yhdistyä yhdistää ylentää yletä
  ylistää ylittää yllyttää ylläpitää yllättyä yllättää ylpeillä ymmärtää ympäröidä yrittää yskiä yskähtää ystävystyä
  yöpyä äityä änkyttää ärhennellä äristä ärjyä ärsyttää ärtyä äänestää äännellä ääntyä ääntää
`;

export const VERBS: readonly string[] = WORDS.trim().split(/\s+/);
