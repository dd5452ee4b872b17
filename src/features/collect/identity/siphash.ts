/** 128 bits as four unsigned words of 32 bits, the lowest first. */
export type Hash = readonly [number, number, number, number]

const encoder = new TextEncoder()
let bytes = new Uint8Array(4096)

/** Four words of 64 bits, each as its low and its high half. */
const state = new Int32Array(8)

const initial = Int32Array.of(
  0x70736575,
  0x736f6d65,
  0x6e646f6d ^ 0xee,
  0x646f7261,
  0x6e657261,
  0x6c796765,
  0x79746573,
  0x74656462,
)

/** Scrambles the state: the 64-bit additions, rotations and exclusive ors of SipHash on halves of 32 bits. */
function rounds(count: number): void {
  let [a = 0, A = 0, b = 0, B = 0, c = 0, C = 0, d = 0, D = 0] = state
  let t = 0
  for (let i = 0; i < count; i++) {
    a = (a + b) | 0
    A = (A + B + (a >>> 0 < b >>> 0 ? 1 : 0)) | 0
    t = (b << 13) | (B >>> 19)
    B = ((B << 13) | (b >>> 19)) ^ A
    b = t ^ a
    t = A
    A = a
    a = t
    c = (c + d) | 0
    C = (C + D + (c >>> 0 < d >>> 0 ? 1 : 0)) | 0
    t = (d << 16) | (D >>> 16)
    D = ((D << 16) | (d >>> 16)) ^ C
    d = t ^ c
    a = (a + d) | 0
    A = (A + D + (a >>> 0 < d >>> 0 ? 1 : 0)) | 0
    t = (d << 21) | (D >>> 11)
    D = ((D << 21) | (d >>> 11)) ^ A
    d = t ^ a
    c = (c + b) | 0
    C = (C + B + (c >>> 0 < b >>> 0 ? 1 : 0)) | 0
    t = (b << 17) | (B >>> 15)
    B = ((B << 17) | (b >>> 15)) ^ C
    b = t ^ c
    t = C
    C = c
    c = t
  }
  state[0] = a
  state[1] = A
  state[2] = b
  state[3] = B
  state[4] = c
  state[5] = C
  state[6] = d
  state[7] = D
}

const xor = (at: number, value: number): void => {
  state[at] = (state[at] ?? 0) ^ value
}

function block(low: number, high: number): void {
  xor(6, low)
  xor(7, high)
  rounds(2)
  xor(0, low)
  xor(1, high)
}

const half = (word: number): number =>
  ((state[word] ?? 0) ^ (state[word + 2] ?? 0) ^ (state[word + 4] ?? 0) ^ (state[word + 6] ?? 0)) >>> 0

/** SipHash-2-4 with 128 bits and the key zero, over UTF-8: what the engine calls `sipHash128Reference`. */
export function hashText(text: string): Hash {
  if (bytes.length < text.length * 3 + 8) bytes = new Uint8Array(text.length * 6 + 8)
  const { written: length } = encoder.encodeInto(text, bytes)
  bytes.fill(0, length, length + 8)
  state.set(initial)
  const word = (at: number): number =>
    (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
  const whole = length - (length % 8)
  for (let at = 0; at < whole; at += 8) block(word(at), word(at + 4))
  block(word(whole), word(whole + 4) | (length << 24))
  xor(4, 0xee)
  rounds(4)
  const [low, lowHigh] = [half(0), half(1)]
  xor(2, 0xdd)
  rounds(4)
  return [low, lowHigh, half(0), half(1)]
}
