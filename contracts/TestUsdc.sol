// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A stand-in for USDC on development chains only. It takes no argument and asks nothing of its deployer, so that its
/// address is the same on every chain; all of it belongs to the first account of anvil's default mnemonic.
contract TestUsdc is ERC20 {
    constructor() ERC20("Test USDC", "USDC") {
        _mint(0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266, 100_000_000e6);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
