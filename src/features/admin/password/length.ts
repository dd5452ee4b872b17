/** Characters of a new password. */
export const leastPassword = 10
export const mostPassword = 128
