import { useMediaQuery } from '@mantine/hooks'

export const phone = '(max-width: 48em)'
export const useIsPhone = (): boolean => useMediaQuery(phone, undefined, { getInitialValueInEffect: false }) ?? false
