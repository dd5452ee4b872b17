import {
  IconBuildingStore,
  IconCircleDot,
  IconDeviceMobile,
  IconMail,
  IconPhone,
  IconSearch,
} from '@tabler/icons-react'
import { expect, test } from 'vitest'
import { channelIcon } from './ChannelIcon.tsx'

test('a channel is known by its words in both languages', () => {
  expect(channelIcon('Newsletter')).toBe(IconMail)
  expect(channelIcon('organic_search')).toBe(IconSearch)
  expect(channelIcon('Filiale Hamburg')).toBe(IconBuildingStore)
  expect(channelIcon('Telefon')).toBe(IconPhone)
  expect(channelIcon('mobile')).toBe(IconDeviceMobile)
  expect(channelIcon('zzz')).toBe(IconCircleDot)
})
