import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import 'dayjs/locale/de'
import { LanguageProvider, useLanguage } from './i18n.tsx'
import { styleNonce } from './nonce.ts'
import { ConfirmProvider } from './parts/confirm.tsx'
import type { Queries } from './queries.ts'
import { cssVariablesResolver, theme } from './theme.ts'

function Providers({ router, queries }: { router: AnyRouter; queries: Queries }) {
  const language = useLanguage()
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [] }}>
        <QueryClientProvider client={queries}>
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
        </QueryClientProvider>
      </DatesProvider>
      <Notifications position="bottom-right" />
    </MantineProvider>
  )
}

export function App(props: { router: AnyRouter; queries: Queries }) {
  return (
    <LanguageProvider>
      <Providers {...props} />
    </LanguageProvider>
  )
}
