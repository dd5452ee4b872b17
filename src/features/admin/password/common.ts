import { dictionary } from '@zxcvbn-ts/language-common'

/** What people here choose and the international list leaves out; umlauts written out. */
const here = `
  abschied adventszeit alleinerziehend apfelbaum apfelkuchen arbeitszimmer auenland aufgabe aufwiedersehen ausland
  autobahn babykatze backofen badezimmer bahnhof bauernhof baumhaus bayernmuenchen bierbauch biergarten bitteschoen
  blumenstrauss blumenwiese borussiadortmund brombeere bueroklammer buero bundesliga butterblume dankeschoen
  deutschland donaudampfschiff dortmund drachen dresden duesseldorf eichhoernchen einhorn eisbaer elefant elefanten
  engelchen entchen erdbeere erdbeeren erdbeerkuchen erfurt esel fahrrad familie feierabend ferien fernseher
  feuerwehr filiale firma firmenname fischers fledermaus fliegenpilz floh flugzeug frankfurt freiburg freiheit freunde
  freundschaft fruehling fruehstueck gaensebluemchen garten gartenhaus geburtstag geheimnis geheimwort geldbeutel
  gitarre giraffe gluecklich glueckspilz grossmutter grossvater gummibaer gummibaerchen hallihallo halloduda hallowelt
  hamburg handball handwerk hannover haustier heidelberg heimat herzchen hexe himbeere himmel hochzeit honigbiene
  hundehuette igel ichhasse ichliebedich ichliebemich johannisbeere kaese kaffee kaffeetasse kaninchen kartoffel
  kartoffelsalat kasse kaetzchen keinplan kennwort kinder kinderzimmer kirschbaum kleeblatt klempner knuddel koeln
  koenig koenigin krankenhaus kuchen kuehlschrank kunde kunden kundennummer kuscheltier laden lebensfreude leipzig
  liebe liebling lieblingsfarbe loewe loewenzahn loewenherz maerchen magdeburg maennchen marienkaefer maulwurf mausi
  mausebaer meerschweinchen meinhund meinkind meinkatze meinlieber meinladen meinpasswort meinschatz meinshop
  mittagspause moehre motorrad muenchen muenster murmeltier nachtigall nashorn neuespasswort niemals nikolaus nuernberg
  oesterreich ostern osterhase papagei passwort passwoerter pferd pferde pfingsten prinzessin pusteblume quatsch
  qwertz qwertzuiop regenbogen regenschirm rehkitz rosengarten rotkaeppchen sandmann saarbruecken schalke schatzi
  schatzkiste schildkroete schlafmuetze schluessel schluesselbund schmetterling schmusekatze schnecke schneeflocke
  schneemann schneewittchen schnuffel schnucki schokolade schornstein schraube schule schulhof schwarzwald schwein
  schweinchen schweiz seestern sicherheit silvester snoopy sommerferien sommerurlaub sommerzeit sonnenblume
  sonnenschein sonnenuntergang spaziergang spielplatz spitzmaus stachelbeere standard sternchen sternenhimmel
  sternschnuppe strandkorb stuttgart suesse suesser tannenbaum teddybaer telefon testpasswort teufelchen tiger
  traumfrau traummann traumhaus treppenhaus turnschuh urlaub vanilleeis vergissmeinnicht vergessen verkaeufer
  verliebt verwaltung vogelhaus waldmeister weihnachten weihnachtsbaum weihnachtsmann werkstatt wiesbaden willkommen
  windmuehle wochenende wohnzimmer wolke wuppertal zahnbuerste zauberer zimmer zitrone zuckerwatte zuhause zweitausend
`

let words: ReadonlySet<string> | undefined

/** Whether many people have this as their password; in small letters, umlauts written out. */
export function isCommon(text: string): boolean {
  words ??= new Set([...dictionary['passwords-common'].map(String), ...here.trim().split(/\s+/)])
  return words.has(text)
}
