/** Sites of German-speaking countries, assistants, shops and videos, and names by which campaigns call a site. */
export const ownSites = {
  search: `
google bing yahoo duckduckgo ecosia startpage qwant metager baidu yandex brave kagi swisscows naver seznam
bing.com yahoo.com search.yahoo.com de.search.yahoo.com duckduckgo.com ecosia.org metager.de metager.org startpage.com
qwant.com swisscows.com search.brave.com kagi.com mojeek.com karmasearch.org yep.com presearch.com baidu.com yandex.com
yandex.ru ya.ru naver.com seznam.cz suche.t-online.de navigationshilfe.t-online.de suche.web.de suche.gmx.net
suche.gmx.at suche.1und1.de suche.freenet.de suche.aol.de fireball.de search.ch suche.search.ch suche.aon.at
suche.bluewin.ch lilo.org oscobo.com gibiru.com`,
  social: `
facebook fb instagram ig insta linkedin xing twitter x pinterest reddit tiktok snapchat threads mastodon bluesky
whatsapp telegram nebenan facebook.com fb.com fb.me instagram.com linkedin.com lnkd.in xing.com twitter.com x.com t.co
pinterest.com pinterest.de pinterest.at pinterest.ch pin.it reddit.com tiktok.com snapchat.com threads.net threads.com
bsky.app gutefrage.net nebenan.de kununu.com wa.me whatsapp.com t.me telegram.org discord.com discord.gg quora.com
medium.com tumblr.com flipboard.com meetup.com strava.com komoot.com komoot.de motor-talk.de wer-kennt-wen.de
jodel.com xing-news.com com.facebook.katana com.instagram.android com.linkedin.android com.twitter.android
com.pinterest com.reddit.frontpage com.zhiliaoapp.musically org.telegram.messenger com.whatsapp`,
  video: `
youtube yt vimeo twitch dailymotion netflix joyn youtube.com youtu.be vimeo.com twitch.tv dailymotion.com netflix.com
joyn.de rtlplus.de ardmediathek.de zdf.de arte.tv rumble.com odysee.com disneyplus.com com.google.android.youtube`,
  shopping: `
amazon ebay idealo etsy otto zalando kaufland kleinanzeigen check24 billiger geizhals guenstiger shopping
amazon.com amazon.de amazon.at amazon.co.uk amazon.fr amazon.it amazon.es amazon.nl amazon.pl ebay.com ebay.de ebay.at
ebay.ch ebay.co.uk idealo.de idealo.at idealo.co.uk idealo.fr idealo.it idealo.es billiger.de geizhals.de geizhals.at
geizhals.eu guenstiger.de preis.de preisvergleich.de check24.de toppreise.ch shopping.com etsy.com otto.de zalando.de
zalando.at zalando.ch kaufland.de galaxus.de galaxus.ch digitec.ch kleinanzeigen.de ebay-kleinanzeigen.de willhaben.at
ricardo.ch tutti.ch quoka.de markt.de mydealz.de preispirat.de ladenzeile.de moebel.de home24.de stylight.de
fashionette.de manomano.de bol.com walmart.com alibaba.com aliexpress.com temu.com wish.com rakuten.com rakuten.de
shop.app shopping.google.com bike24.de bikeexchange.de autoscout24.de mobile.de immowelt.de vinted.de vinted.com`,
  email: `
gmail outlook webmail mail.google.com outlook.live.com outlook.office.com outlook.office365.com mail.yahoo.com
email.t-online.de mail.t-online.de webmail.t-online.de 3c.web.de deref-web.de deref-web-02.de navigator.web.de 3c.gmx.net
deref-gmx.net deref-gmx.com navigator.gmx.net mail.gmx.net bap.navigator.gmx.net bap.navigator.web.de deref-1und1.de
deref-mail.com mail.freenet.de mail.ionos.de email.ionos.de mail.posteo.de posteo.de mailbox.org mail.proton.me
mail.icloud.com webmail.strato.de com.google.android.gm`,
  assistant: `
chatgpt openai perplexity copilot gemini claude mistral deepseek grok meta-ai you phind poe chatgpt.com
chat.openai.com openai.com perplexity.ai copilot.microsoft.com copilot.cloud.microsoft m365.cloud.microsoft
gemini.google.com bard.google.com notebooklm.google.com aistudio.google.com claude.ai chat.mistral.ai mistral.ai
chat.deepseek.com deepseek.com grok.com x.ai meta.ai you.com phind.com poe.com pi.ai character.ai duck.ai
felo.ai iask.ai andisearch.com genspark.ai manus.im kimi.com kimi.moonshot.cn doubao.com chat.qwen.ai
huggingface.co lechat.mistral.ai neuroflash.com com.openai.chatgpt ai.perplexity.app.android`,
  ads: `
doubleclick criteo taboola outbrain plista adform doubleclick.net criteo.com taboola.com outbrain.com plista.com
ligatus.com adform.net teads.tv seedtag.com googlesyndication.com adsrvr.org`,
  affiliate: `
awin zanox tradedoubler belboon adcell cj digistore24 awin1.com awin.com zanox.com zanox-affiliate.de
tradedoubler.com belboon.de belboon.com adcell.de adcell.com anrdoezrs.net dpbolvw.net jdoqocy.com kqzyfj.com
tkqlhce.com shareasale.com webgains.com financeads.net digistore24.com partnerize.com prf.hn tradetracker.net
tc.tradetracker.net affili.net financeads.com linksynergy.com`,
  site: `
t-online.de web.de gmx.net gmx.at gmx.ch gmx.de docs.google.com drive.google.com maps.google.com
maps.app.goo.gl support.google.com accounts.google.com translate.google.com sites.google.com groups.google.com
calendar.google.com pay.google.com play.google.com chat.google.com meet.google.com classroom.google.com
login.live.com github.com stackoverflow.com sourceforge.net news.yahoo.com finance.yahoo.com chip.de`,
} as const
