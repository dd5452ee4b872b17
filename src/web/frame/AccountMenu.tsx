import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconLogout, IconSettings } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { languages } from '../../features/admin/schema.ts'
import { auth } from '../auth.ts'
import { useChooseLanguage, useLanguage, useTexts } from '../i18n.tsx'
import { useToast } from '../parts/toast.tsx'
import { useIsPhone } from '../phone.ts'
import { shellTexts } from '../texts.ts'
import { forget, useHere } from '../workspace.tsx'
import styles from './frame.module.css'
import { WorkspaceItems } from './Rail.tsx'

export const schemes = ['light', 'dark', 'auto'] as const

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')

const tick = (on: boolean) => (on ? <IconCheck size={15} aria-hidden /> : <span className={styles.noTick} />)

function Choices() {
  const { account, appearance, languages: names } = useTexts(shellTexts)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const language = useLanguage()
  const choose = useChooseLanguage()
  return (
    <>
      <Menu.Label>{account.language}</Menu.Label>
      {languages.map((one) => (
        <Menu.Item key={one} lang={one} leftSection={tick(one === language)} onClick={() => choose(one)}>
          {names[one]}
        </Menu.Item>
      ))}
      <Menu.Label>{account.appearance}</Menu.Label>
      {schemes.map((scheme) => (
        <Menu.Item key={scheme} leftSection={tick(scheme === colorScheme)} onClick={() => setColorScheme(scheme)}>
          {appearance[scheme]}
        </Menu.Item>
      ))}
    </>
  )
}

export function AccountMenu() {
  const { user, workspace } = useHere()
  const { account } = useTexts(shellTexts)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const toast = useToast()
  const isPhone = useIsPhone()
  const leave = useMutation({
    mutationFn: auth.signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in' })
      await forget(queries)
    },
    onError: toast.problem,
  })
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton
          className={styles.avatar}
          data-letters={initials(user.name)}
          aria-label={`${account.open}: ${user.name}`}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.who}>
          <small>{account.signedInAs}</small>
          <b>{user.name}</b>
          <span>{user.email}</span>
        </div>
        <Menu.Divider />
        {isPhone && <WorkspaceItems />}
        <Choices />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconSettings size={15} aria-hidden />}
          onClick={() => navigate({ to: '/w/$workspace/settings', params: { workspace: workspace.id } })}
        >
          {account.settings}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => leave.mutate()}>
          {account.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
