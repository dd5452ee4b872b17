import { Button, CopyButton, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { roles } from '../../../kernel/rights.ts'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useConfirm } from '../../../web/parts/confirm.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useMay, useUser, useWorkspace } from '../../../web/workspace.tsx'
import type { Invitation, Member, Role } from '../schema.ts'
import styles from './admin.module.css'
import { isMail } from './Fields.tsx'
import { adminTexts } from './texts.ts'

export const invitationLink = (origin: string, id: string): string => `${origin}/invite/${encodeURIComponent(id)}`

function useRoleChoices() {
  const texts = useTexts(adminTexts)
  return roles.map((role) => ({ value: role, label: texts.roles[role] }))
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: api.admin.members.key() })
}

export function Members() {
  const { id } = useWorkspace()
  const may = useMay()
  const found = useQuery(api.admin.members.queryOptions({ input: { workspace: id } }))
  if (found.isPending) return <Loading shape="form" />
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => found.refetch()} />
  return (
    <>
      <ul className={styles.people}>
        {found.data.members.map((member) => (
          <MemberRow key={member.id} member={member} />
        ))}
      </ul>
      {may('own') && <InviteForm />}
      {found.data.invitations.length > 0 && <OpenInvitations invitations={found.data.invitations} />}
    </>
  )
}

function useMemberChanges(member: Member) {
  const { settings: texts } = useTexts(adminTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const refresh = useRefresh()
  const confirm = useConfirm()
  const change = useMutation(
    api.admin.changeRole.mutationOptions({
      onSuccess: () => toast.done(texts.roleChanged),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  const remove = useMutation(
    api.admin.removeMember.mutationOptions({
      onSuccess: () => toast.done(texts.removed(member.user.name)),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  return {
    change: (role: Role) => change.mutate({ workspace, member: member.id, role }),
    remove: async () => {
      const sure = await confirm({
        title: texts.removeTitle(member.user.name),
        text: texts.removeText,
        yes: texts.remove,
        danger: true,
      })
      if (sure) remove.mutate({ workspace, member: member.id })
    },
  }
}

function MemberRow({ member }: { member: Member }) {
  const { settings: texts, roles: names } = useTexts(adminTexts)
  const format = useFormat()
  const user = useUser()
  const may = useMay()
  const choices = useRoleChoices()
  const { change, remove } = useMemberChanges(member)
  const self = member.user.id === user.id
  return (
    <li>
      <div className={styles.who}>
        <b>{member.user.name}</b>
        {self && ` (${texts.you})`}
        <span>
          {member.user.email} · {texts.since(format.date(member.since))}
        </span>
      </div>
      {may('own') && !self ? (
        <>
          <Select
            className={styles.role}
            aria-label={texts.roleOf(member.user.name)}
            data={choices}
            value={member.role}
            allowDeselect={false}
            onChange={(role) => role !== null && change(role)}
          />
          <Button variant="default" onClick={remove} aria-label={texts.removeName(member.user.name)}>
            {texts.remove}
          </Button>
        </>
      ) : (
        <span>{names[member.role]}</span>
      )}
    </li>
  )
}

function InviteForm() {
  const { settings: texts, fields, wrong, roles: names, roleHints } = useTexts(adminTexts)
  const { id: workspace } = useWorkspace()
  const choices = useRoleChoices()
  const toast = useToast()
  const refresh = useRefresh()
  const form = useForm<{ email: string; role: Role }>({
    initialValues: { email: '', role: 'editor' },
    validate: { email: (mail) => (isMail(mail) ? null : wrong.email) },
  })
  const invite = useMutation(
    api.admin.invite.mutationOptions({
      onSuccess: async () => {
        form.reset()
        await refresh()
        toast.done(texts.invited)
      },
      onError: toast.problem,
    }),
  )
  return (
    <div className={styles.block}>
      <h3>{texts.invite}</h3>
      <form
        className={styles.invite}
        noValidate
        onSubmit={form.onSubmit(({ email, role }) => invite.mutate({ workspace, email: email.trim(), role }))}
      >
        <TextInput label={fields.email} type="email" autoComplete="off" {...form.getInputProps('email')} />
        <Select label={fields.role} data={choices} allowDeselect={false} {...form.getInputProps('role')} />
        <Button type="submit" loading={invite.isPending}>
          {texts.inviteSubmit}
        </Button>
      </form>
      <p className={styles.note}>
        {names[form.values.role]}: {roleHints[form.values.role]}. {texts.inviteText}
      </p>
    </div>
  )
}

function OpenInvitations({ invitations }: { invitations: readonly Invitation[] }) {
  const { settings: texts } = useTexts(adminTexts)
  return (
    <div className={styles.block}>
      <h3>{texts.open}</h3>
      <ul className={styles.people}>
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </div>
  )
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { settings: texts, roles: names } = useTexts(adminTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const toast = useToast()
  const confirm = useConfirm()
  const refresh = useRefresh()
  const cancel = useMutation(
    api.admin.cancelInvitation.mutationOptions({
      onSuccess: () => toast.done(texts.withdrawn),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  const withdraw = async () => {
    const sure = await confirm({
      title: texts.withdrawTitle,
      text: texts.withdrawText,
      yes: texts.withdraw,
      danger: true,
    })
    if (sure) cancel.mutate({ workspace, invitation: invitation.id })
  }
  const link = invitationLink(window.location.origin, invitation.id)
  return (
    <li>
      <div className={styles.who}>
        <b>{invitation.email}</b>
        <span>
          {names[invitation.role]} · {texts.expires(format.date(invitation.expires))}
        </span>
      </div>
      {may('own') && (
        <>
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                onClick={copy}
              >
                {copied ? texts.copied : texts.copy}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" onClick={withdraw} aria-label={texts.withdrawName(invitation.email)}>
            {texts.withdraw}
          </Button>
          <TextInput aria-label={texts.linkFor(invitation.email)} value={link} readOnly w="100%" size="xs" />
        </>
      )}
    </li>
  )
}
