import {
  IconAd,
  IconBell,
  IconBuildingStore,
  IconCircleDot,
  IconClipboardText,
  IconDeviceMobile,
  IconMail,
  IconPhone,
  IconSearch,
  IconSparkles,
  IconVideo,
} from '@tabler/icons-react'
import { expect, test } from 'vitest'
import { channelIcon } from './ChannelIcon.tsx'

test('a channel is known by its words in both languages', () => {
  expect(channelIcon('Newsletter')).toBe(IconMail)
  expect(channelIcon('organic_search')).toBe(IconSearch)
  expect(channelIcon('Filiale Hamburg')).toBe(IconBuildingStore)
  expect(channelIcon('Telefon')).toBe(IconPhone)
  expect(channelIcon('mobile')).toBe(IconDeviceMobile)
  expect(channelIcon('ai_assistant')).toBe(IconSparkles)
  expect(channelIcon('organic_video')).toBe(IconVideo)
  expect(channelIcon('paid_video')).toBe(IconAd)
  expect(channelIcon('order_card')).toBe(IconClipboardText)
  expect(channelIcon('mobile_push')).toBe(IconBell)
  expect(channelIcon('zzz')).toBe(IconCircleDot)
})
