/** What `npm run kernels` compiles; every exported function is a kernel. */
export { addGram, factoriseSmall } from './kernels';
export { addDraws } from './draws';
export { drawRows, drawNoise } from './gibbs';
export { subtract, fillNormals, drawWeights, sumSquares } from './sides';
export { addWideGram, solveRows } from './ials';
export {
  fillRows,
  factoriseCorner,
  solvePanel,
  updateRows,
  invertRows,
  multiplyTurned,
  mirrorRows,
  regressRows,
  combineRows,
} from './blocks';
export { shortenRows, addShortRows, turnShortRows } from './short';
export { sumRows, multiplyRows, multiplyAllRows, weighRows } from './rows';
