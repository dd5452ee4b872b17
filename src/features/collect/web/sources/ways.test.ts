import { expect, test } from 'vitest'
import { sourceKinds } from '../../sources/schema.ts'
import { codeOf, wayNames, waysOf } from './ways.ts'

const place = { origin: 'https://reise.example:8443', key: 'fwb_key' }

test.each(wayNames)('%s sends with the key to this Fernweh and to nobody else', (way) => {
  const { text } = codeOf(way, place)
  expect(text).toContain('fwb_key')
  expect(text).toContain('reise.example:8443')
  const hosts = [...text.matchAll(/https?:\/\/([^/'"\s]+)/g)].map(([, host]) => host)
  expect(hosts.filter((host) => host !== 'reise.example:8443')).toEqual([])
})

test('the snippet names the CDN, without which it would call segment.com', () => {
  const { text } = codeOf('snippet', place)
  expect(text).toContain('a._cdn="https://reise.example:8443"')
  expect(text).toContain("apiHost: 'reise.example:8443/v1', protocol: 'https'")
})

test('every kind has a way', () => {
  expect(sourceKinds.filter((kind) => waysOf(kind).length === 0)).toEqual([])
})
