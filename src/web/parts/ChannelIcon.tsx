import {
  IconAd,
  IconAffiliate,
  IconApps,
  IconBrandInstagram,
  IconBuildingStore,
  IconCalendarEvent,
  IconCash,
  IconCircleDot,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconHeadset,
  IconMail,
  IconMessage,
  IconMessageHeart,
  IconNews,
  IconPhone,
  IconPhoto,
  IconSearch,
  IconSend,
  IconTruckDelivery,
  IconUsersPlus,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react'

/** The first word that a channel's name contains decides. */
const icons: readonly (readonly [pattern: RegExp, icon: TablerIcon])[] = [
  [/mobile|handy|smartphone|android|ios/, IconDeviceMobile],
  [/app\b/, IconApps],
  [/newsletter|e-?mail|mailing/, IconMail],
  [/paid|sea\b|ads?\b|cpc|werb|anzeige/, IconAd],
  [/search|suche|seo|organic|google|bing/, IconSearch],
  [/social|instagram|facebook|tiktok|pinterest/, IconBrandInstagram],
  [/display|banner/, IconPhoto],
  [/refer|empfehl|friend|advoca/, IconUsersPlus],
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
