/** What `npm run kernels` compiles; every exported function is a kernel. */
export { addGram, factoriseSmall, factorise, invertFactor } from './kernels';
export { drawRows, drawNoise } from './gibbs';
export { subtract, fillNormals, drawWeights, sumSquares } from './sides';
export { addWideGram, solveRows } from './ials';
