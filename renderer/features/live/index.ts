export { LiveView } from './live-view.tsx'
