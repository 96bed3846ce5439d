// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositFactory} from "../DepositFactory.sol";

/// A treasury that refuses native coin.
contract RefusesNative {
    receive() external payable {
        revert("no");
    }
}

/// Sweeps several times within one transaction.
contract Batch {
    struct Sweep {
        address treasury;
        bytes32[] salts;
        address[] tokens;
    }

    function run(DepositFactory factory, Sweep[] calldata sweeps) external {
        for (uint256 i; i < sweeps.length; ++i) factory.sweep(sweeps[i].treasury, sweeps[i].salts, sweeps[i].tokens);
    }
}

/// Pays several addresses in one transaction: two payments with one hash.
contract PayMany {
    function tokens(address token, address[] calldata to, uint256 amount) external {
        for (uint256 i; i < to.length; ++i) {
            (bool ok, ) = token.call(abi.encodeWithSelector(0xa9059cbb, to[i], amount));
            require(ok);
        }
    }
}
