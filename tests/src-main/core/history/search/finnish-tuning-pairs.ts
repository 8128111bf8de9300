/**
 * Finnish pairs in the form of `finnish-pairs.ts`, written before the rules that know common words, which were tuned on
 * them: forms, gradation, possessives, clitics, short words and compounds; words that look alike, derivations, and
 * others that begin alike.
 */

export const TUNING_SAME = `
  avain: avaimen avainta avaimet avaimilla avaimeni
  askel: askeleen askelta askeleet
  lammas: lampaan lampaita lammasta
  lounas: lounaan lounasta lounaalla
  kastike: kastikkeen kastiketta kastikkeita
  pyörä: pyörän pyörällä pyöriä
  sukka: sukan sukat sukkia
  kettu: ketun kettuja ketut
  ääni: äänen ääntä äänet
  varsi: varren vartta varret
  kasvi: kasvin kasveja kasvien
  kaveri: kaverin kavereita kaverille
  huivi: huivin huivit huivia
  hidas: hitaan hidasta hitaita
  ahkera: ahkeran ahkeraa ahkerat
  ohut: ohuen ohutta ohuita
  tietoinen: tietoisen tietoista tietoisia
  kevyt: kevyen kevyttä kevyitä
  pelko: pelon pelkoa pelot
  suhde: suhteen suhdetta suhteita
  halpa: halvan halpaa halvat
  kynnys: kynnyksen kynnystä
  tavoite: tavoitteen tavoitetta tavoitteet
  ravintola: ravintolan ravintolassa ravintoloita
  omena: omenan omenoita omenat
  hedelmä: hedelmän hedelmiä hedelmät
  hanki: hangen hangella hankea
  rengas: renkaan renkaat rengasta
  lauta: laudan lautaa laudat
  pata: padan pataa padassa
  sota: sodan sotia
  vika: vian vikaa viat
  reikä: reiän reikää reiät
  täti: tädin tätiä tädit
  lintu: linnun lintua linnut
  kulta: kullan kultaa
  virta: virran virtaa virrat
  kampa: kamman kampaa
  sänky: sängyn sänkyjä sängyt
  selkä: selän selkää selässä
  särki: särjen särkeä särjet
  nahka: nahan nahkaa
  tahto: tahdon tahtoa
  vaihto: vaihdon vaihtoa
  teltta: teltan telttoja teltassa
  tontti: tontin tontteja
  hätä: hädän hätää
  pako: paon pakoa
  auto: auton autot autoa
  mummo: mummoni mummonsa mummollani mummokin
  asunto: asuntoni asuntonsa asunnossaan
  ajatus: ajatukseni ajatuksensa ajatuksiaan
  kissa: kissani kissansa kissakin kissaakaan
  kesä: kesäkin kesälläkään kesäänsä
  poika: poikani poikansa pojalleen
  hammas: hampaani hampaansa hampaitaan
  huone: huoneeni huoneensa huoneessani
  pomo: pomoni pomonsa pomollekin
  jää: jään jäätä jäällä jäät
  luu: luun luuta luut
  vyö: vyön vyöllä vyötä vyöt
  syy: syyn syytä syyt
  isä: isän isää isät
  ele: eleen eleet elettä
  kyy: kyyn kyytä
  ikä: iän ikää
  ase: aseen aseita
  suo: suon soita soilla
  kuu: kuussa kuuta
  kantaa: kannan kantoi kantanut kannetaan
  hoitaa: hoidan hoiti hoidettu
  valita: valitsen valitsi valinnut
  piirtää: piirrän piirsi piirretty
  kävellä: kävelen käveli kävellyt
  hakea: haen haki hakenut haettu
  pudota: putoan putosi pudonnut
  estää: estän esti estetty
  levätä: lepään lepäsi levännyt
  kieltää: kiellän kielsi kielletty
  pyörä: polkupyörä polkupyörän moottoripyörällä
  huivi: kaulahuivi kaulahuivin
  reppu: koulureppu koulureppuun
  hattu: olkihattu olkihatun
  karhu: jääkarhu jääkarhun
  kakku: täytekakku suklaakakkua
  vyö: turvavyö turvavyön
  isä: isoisä isoisän isoisälle
  tauti: influenssatauti sydäntauti keuhkotaudin
  hylly: kirjahylly kirjahyllyssä
  verho: ikkunaverho ikkunaverhot
  mato: kastemato kastemadot
  paita: villapaita villapaidan
  polku: metsäpolku metsäpolulla
  lauta: leikkuulauta leikkuulaudan
  lintu: petolintu petolinnut
  torni: kirkontorni kirkontornissa
  merkki: liikennemerkki liikennemerkit
  lasku: sähkölasku sähkölaskun
  jono: kassajono kassajonossa
  yö: vappuyö hääyö
  suu: joensuu joensuussa
  puu: lehtipuu hirsipuut
  maa: naapurimaa naapurimaan kehitysmaa
  raja: itäraja itärajalla ikäraja
  lapsi: lastenhoito lastenvaunut lapsiperhe lapsenvahti
  mies: miestenhuone mieskuoro
  kirkko: kirkonkello kirkonmäki kirkkokuoro
  koira: koirankoppi koirapuisto koiranruoka
  kansa: kansanlaulu kansantanssi
  pää: päänsärky pääkallo pääministeri
  jalka: jalkaterä jalanjälki jalkapallo
  työ: työaika työtunti työmatkalla työviikko
  silmä: silmätippa silmänpaine
  kahvi: kahvipannu kahvinkeitin
  lumi: lumisade lumihiutale lumikenkä
  tie: tiemaksu tieverkko
  puu: puuvene puusepän puutavara
  suu: suuvesi suupala
  tee: teekuppi teepannu
  sää: säätiedotus sääennuste
  isä: isänpäivä isänmaa
  joulu: joulupukki joululahja jouluaatto joulunaika
  kevät: kevätsiivous kevätjuhla
  aamu: aamupala aamutakki
  kirja: kirjakauppa kirjahylly
  kieli: kielikurssi kielitaito
  pyörä: pyöräretki pyöränkumi
  tuli: tulitikku tulipalo
  kulta: kultasormus kultakala
  laki: lakikirja lainsäädäntö
  meri: merivesi merenranta meritauti
  pankki: pankkikortti pankkitili
  luku: lukutaito lukusali
  vapaa: vapaapäivä
  oikeus: oikeusaste oikeudenkäynti
  avain: avainkortti avaimenperä
  perhe: perheyritys perhejuhla
`;

export const TUNING_DIFFERENT = `
  mato: matot mattoa matti
  tauti: tauko taulu
  kukko: kukka kukkula
  lakki: laki lakka
  lakko: laki lakka
  sukka: suka sukellus
  kuppi: kupu kuopio
  kisko: kissa
  tasku: taso taistelu
  kaivos: kaivo kaivata
  vene: venus vanne
  pelto: pelti
  salama: salmi salami
  katto: kattila kato
  jono: jonka joni
  mustikka: musta musiikki
  kello: kelo kelta
  lammas: lammen lampi
  harmaa: harmi harja
  kansi: kantaa kanto
  kierros: kieroutunut kierre
  vuoka: vuokra vuokko
  vanki: vankka vanha
  viini: viina viinuri
  hiekka: hiki hieno
  rikki: rikos
  kauppa: kauppiaan kauppias kaupallinen
  koulu: koululainen kouluttaja koulutus
  kirja: kirjailija kirjallinen kirjasto
  talo: taloudellinen talouden
  maa: maallinen maasto
  opetus: opettaja opettavainen
  puhe: puhuja puhelias
  kuva: kuvaaja kuvitus kuvallinen
  ystävä: ystävyys ystävällinen ystävystyä
  nainen: naisellinen naiseus
  suomi: suomalainen suomentaa
  metsä: metsästys metsästää metsuri
  puu: puinen puisto
  voima: voimakas voimistelu
  vaara: vaarallinen vaarantaa
  sairas: sairaus sairastaa
  terve: terveys tervehdys
  nuori: nuoriso nuoruus
  hyvä: hyvyys hyvittää
  rikas: rikkaus rikastua
  musiikki: muusikko musikaali
  leipä: leipoa leipuri
  sauna: saunoa
  päivä: päiväys päivittäin
  ilta: iltainen illastaa
  tutkimus: tutkija tutkinto
  vastaus: vastaaja vastuullinen
  johto: johtaja johdin
  osto: ostaja ostos
  kilpailu: kilpailija kilpailla
  asunto: asukas asuntola
  isä: isyys isällinen
  valta: valtio vallaton
  laki: laillinen
  tie: tieteen tietysti tienoo tiedustelu
  lupa: lupaava lupautua
  maa: maalaus maanantai maatuska maaginen
  työ: työnnän työntyä
  pää: päätellä päättyä päästää päätyä
  suu: suunta suutari suure suunnitella
  syy: syyskuun syyhy syyllinen
  sää: säästää sääski säätää sääli
  voi: voittaa voitto voimala
  kuva: kuvio kuvernööri
  tila: tilasto
  kala: kalenteri kalastella
  juna: junnu juntti
  kana: kanava kanadalainen kanarialla
  kanta: kantarelli kantele
  hiha: hihna hihitys
  saha: sahrami sahuri
  kori: koristella
  nuoli: nuolaista nuottaa
  risti: ristikko
  kota: kotka
  rasva: rastas rasvainen
  tarha: tarhuri tarkka
  kanto: kantola kanttori
  halu: halukas hallava
  laiva: laivasto laiha
  tuomio: tuomari tuomita
  sormi: sormustin
  hinta: hintava hinkata
  aine: aineksia aikoinaan
  malli: maallinen mallas
  ulos: ulosteet ulkoilu
  koski: koskettaa koska
  kokki: kokko kokous
  siili: siilo silitys
  lehti: lehmus lehterit
  sänky: sankari
`;
