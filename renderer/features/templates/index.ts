export { TemplatesView } from './templates-view.tsx'
