/** Texts that stand in the place of an identifier where nobody is known. */
export const nobody = [
  'null',
  'undefined',
  'anonymous',
  'guest',
  '0',
  '[object object]',
  'true',
  'false',
  'none',
  'nan',
  'n/a',
]
