import type { NewWording } from './schema.ts'

/** What people are asked until the workspace writes its own texts. */
export const firstWordings: readonly NewWording[] = [
  {
    purpose: 'analytics',
    basis: 'consent',
    validMonths: null,
    de: {
      title: 'Auswertung',
      text: 'Wir dürfen auswerten, über welche Wege du zu uns findest und was du bei uns nutzt, um unser Angebot zu verbessern.',
    },
    en: {
      title: 'Analytics',
      text: 'We may evaluate how you find us and what you use with us, so that we can improve what we offer.',
    },
  },
  {
    purpose: 'personalisation',
    basis: 'consent',
    validMonths: null,
    de: {
      title: 'Persönliche Inhalte',
      text: 'Wir dürfen dir Inhalte und Angebote zeigen, die zu deinen Interessen passen.',
    },
    en: { title: 'Personal content', text: 'We may show you content and offers that fit your interests.' },
  },
  {
    purpose: 'newsletter',
    basis: 'consent',
    validMonths: null,
    de: {
      title: 'Newsletter per E-Mail',
      text: 'Wir dürfen dir Neuigkeiten und Angebote per E-Mail schicken. Jede E-Mail enthält einen Link zum Abmelden.',
    },
    en: {
      title: 'Newsletter by e-mail',
      text: 'We may send you news and offers by e-mail. Every e-mail has a link to unsubscribe.',
    },
  },
  {
    purpose: 'phone',
    basis: 'consent',
    validMonths: null,
    de: {
      title: 'Anrufe und Nachrichten',
      text: 'Wir dürfen dich für Angebote anrufen oder dir eine Nachricht aufs Telefon schicken.',
    },
    en: { title: 'Calls and messages', text: 'We may call you or send messages to your phone with offers.' },
  },
  {
    purpose: 'profiling',
    basis: 'consent',
    validMonths: null,
    de: {
      title: 'Kundenprofil',
      text: 'Wir dürfen aus deinen Käufen und Besuchen ein Profil bilden, um besser zu verstehen, was du brauchst.',
    },
    en: {
      title: 'Customer profile',
      text: 'We may build a profile from your purchases and visits to understand better what you need.',
    },
  },
  {
    purpose: 'advertising',
    basis: 'consent',
    validMonths: null,
    de: { title: 'Werbung', text: 'Wir dürfen dir auf anderen Seiten und per Post Werbung zeigen, die zu dir passt.' },
    en: { title: 'Advertising', text: 'We may show you advertising that fits you on other sites and by post.' },
  },
]
