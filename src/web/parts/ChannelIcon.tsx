import {
  IconAd,
  IconAffiliate,
  IconApps,
  IconBell,
  IconBrandInstagram,
  IconBuildingStore,
  IconCalendarEvent,
  IconCash,
  IconCircleDot,
  IconClipboardText,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconHeadphones,
  IconHeadset,
  IconMail,
  IconMessage,
  IconMessageHeart,
  IconNetwork,
  IconNews,
  IconPhone,
  IconPhoto,
  IconSearch,
  IconSend,
  IconShoppingBag,
  IconSparkles,
  IconTruckDelivery,
  IconUsersPlus,
  IconVideo,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react'

/** The first word that a channel's name contains decides. */
const icons: readonly (readonly [pattern: RegExp, icon: TablerIcon])[] = [
  [/\bpush\b/, IconBell],
  [/\b(ai|ki)\b|assistant|assistent/, IconSparkles],
  [/order card|bestellkarte/, IconClipboardText],
  [/\bpaid\b/, IconAd],
  [/video|youtube/, IconVideo],
  [/shopping|marketplace|marktplatz/, IconShoppingBag],
  [/audio|podcast|radio/, IconHeadphones],
  [/cross network/, IconNetwork],
  [/mobile|handy|smartphone|android|ios/, IconDeviceMobile],
  [/app\b/, IconApps],
  [/newsletter|e-?mail|mailing/, IconMail],
  [/paid|sea\b|ads?\b|cpc|werb|anzeige/, IconAd],
  [/search|suche|seo|organic|google|bing/, IconSearch],
  [/social|instagram|facebook|tiktok|pinterest/, IconBrandInstagram],
  [/display|banner/, IconPhoto],
  [/refer|empfehl|friend|advoca|word of mouth/, IconUsersPlus],
  [/affiliate|partner/, IconAffiliate],
  [/store|laden|filiale|shop visit|pos\b|branch/, IconBuildingStore],
  [/till|kasse|cash/, IconCash],
  [/phone|telefon|call|anruf/, IconPhone],
  [/service|support|case|hotline/, IconHeadset],
  [/survey|umfrage|feedback|csat|nps|review|rating|bewert/, IconMessageHeart],
  [/chat|messenger|whatsapp|sms/, IconMessage],
  [/deliver|liefer|logist|shipping|courier/, IconTruckDelivery],
  [/print|magazin|zeitung|press/, IconNews],
  [/post|letter|brief|card|karte|direct mail/, IconSend],
  [/event|messe|fair/, IconCalendarEvent],
  [/desktop/, IconDeviceDesktop],
  [/web|site|online|direct|shop/, IconWorld],
]

export const channelIcon = (channel: string): TablerIcon =>
  icons.find(([pattern]) => pattern.test(channel.toLowerCase().replaceAll('_', ' ')))?.[1] ?? IconCircleDot

export function ChannelIcon({ channel, size = 16 }: { channel: string; size?: number }) {
  const Icon = channelIcon(channel)
  return <Icon size={size} stroke={1.6} aria-hidden />
}
