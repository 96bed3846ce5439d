// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositFactory} from "../DepositFactory.sol";

// Tokens as they are met in the wild, and worse. Anyone may mint.

/// Answers `transfer` with nothing at all, as USDT on Ethereum does.
contract ReturnsNothing {
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external virtual {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        emit Transfer(msg.sender, to, amount);
    }
}

/// Keeps a tenth of everything that moves.
contract FeeOnTransfer is ReturnsNothing {
    function transfer(address to, uint256 amount) external override {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount - amount / 10;
        emit Transfer(msg.sender, to, amount - amount / 10);
    }
}

/// Claims a balance and misbehaves in the chosen way when it is moved, or when it is asked for the balance.
contract Hostile {
    enum Manner {
        Reverts,
        ReturnsFalse,
        ReturnsHuge,
        RevertsHuge,
        BurnsAllGas,
        BalanceReverts,
        BalanceShort,
        BalanceHuge,
        BalanceBurnsAllGas
    }

    Manner public immutable manner;

    constructor(Manner chosen) {
        manner = chosen;
    }

    function balanceOf(address) external view returns (uint256) {
        if (manner == Manner.BalanceReverts) revert("balance");
        if (manner == Manner.BalanceBurnsAllGas) _burn();
        if (manner == Manner.BalanceShort) {
            assembly {
                mstore(0, not(0))
                return(0, 31)
            }
        }
        if (manner == Manner.BalanceHuge) {
            assembly {
                mstore(0, 7)
                return(0, 500000)
            }
        }
        return 1e30;
    }

    function transfer(address, uint256) external view returns (bool) {
        if (manner == Manner.Reverts) revert("transfer");
        if (manner == Manner.BurnsAllGas) _burn();
        if (manner == Manner.ReturnsHuge) {
            assembly {
                return(0, 500000)
            }
        }
        if (manner == Manner.RevertsHuge) {
            assembly {
                revert(0, 500000)
            }
        }
        return manner != Manner.ReturnsFalse;
    }

    function _burn() private pure {
        assembly {
            invalid()
        }
    }
}

/// Calls the factory back from `transfer`, and remembers whether it got through.
contract Reentrant is ReturnsNothing {
    DepositFactory private immutable factory;
    address private immutable thief;
    bytes32[] private salts;
    address[] private tokens;
    bool public gotThrough;
    uint256 public attempts;

    constructor(DepositFactory target, address beneficiary) {
        factory = target;
        thief = beneficiary;
    }

    function aim(bytes32[] calldata otherSalts, address[] calldata otherTokens) external {
        salts = otherSalts;
        tokens = otherTokens;
    }

    function transfer(address to, uint256 amount) external override {
        ++attempts;
        try factory.sweep(thief, salts, tokens) {
            gotThrough = true;
        } catch {}
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }
}
