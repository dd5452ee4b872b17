/** A number as JSON writes it; with at most 16 characters it is exact in 64 bits. */
export const number = '^-?(0|[1-9][0-9]*)([.][0-9]+)?$'
