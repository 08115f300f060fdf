import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * jest's environment for Node, with globals that are looked up as fast as anywhere else. jest puts a proxy around those of a
 * test file, which finds what a test leaves on them; code that says `Math` in a loop then takes three times as long.
 */
export default class PlainGlobals extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    // There is no setting for it: the context is made in the constructor.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
