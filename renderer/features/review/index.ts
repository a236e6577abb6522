export { ReviewPlaceProvider } from './review-place.tsx'
export { ReviewView } from './review-view.tsx'
