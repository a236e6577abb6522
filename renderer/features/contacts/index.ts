export { ContactsView } from './contacts-view.tsx'
