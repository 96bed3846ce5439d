// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The deposit contracts of Sixpence, version 1. docs/decisions/0002-deposit-contract.md says why they are as they are.
//
// A payer is given an address that holds no code and belongs to nobody but this formula:
//
//     CREATE2(factory, keccak256(abi.encode(treasury, salt)), keccak256(Deposit's creation code))
//
// Whoever calls `sweep` makes the factory construct a Deposit there. Its constructor forwards what it holds to the
// treasury that is part of the address, and destroys itself in the transaction that created it (EIP-6780): the address
// is without code again, takes a plain transfer of exactly 21,000 gas, and can be swept as often as money arrives.
//
// There is no owner, no storage, no upgrade, and no argument by which a caller could choose where the money goes.

// The gas one call into a token may use. Far above what an honest token needs (a first USDC transfer takes 65,000).
uint256 constant TOKEN_GAS = 1_000_000;

// The gas that must be left so that a call can be given the whole of TOKEN_GAS: a 64th stays behind (EIP-150), and the
// access to a cold account is paid before.
uint256 constant TOKEN_GAS_LEFT = 1_025_000;

/// A call into a token failed and had not been given TOKEN_GAS, so the fault may be the caller's: give more gas.
/// Without this, `eth_estimateGas` would settle on a limit at which honest tokens are passed over in silence.
error NotEnoughGas();

/// The treasury is the zero address.
error ZeroTreasury();

/// The treasury is itself a deposit that this transaction has swept: native coin sent there now would be destroyed.
error TreasurySwept();

/// `sweep` was called from inside `sweep`.
error Reentered();

/// What a Deposit asks of the factory that constructs it.
interface IDepositJob {
    /// The treasury, and the tokens to forward with their amounts. All empty when nothing is being swept.
    function job() external view returns (address treasury, address[] memory tokens, uint256[] memory amounts);
}

/// The balance of `owner`, or 0 when the token does not answer with at least one word within TOKEN_GAS.
function balanceOf(address token, address owner) view returns (uint256 amount) {
    bytes memory data = abi.encodeWithSelector(0x70a08231, owner);
    uint256 gasBefore = gasleft();
    bool ok;
    // Assembly, because a high-level call copies all that the callee returns, at our cost, however much it is.
    assembly ("memory-safe") {
        mstore(0, 0)
        ok := staticcall(TOKEN_GAS, token, add(data, 32), mload(data), 0, 32)
        if and(ok, gt(returndatasize(), 31)) { amount := mload(0) }
    }
    if (!ok && gasBefore < TOKEN_GAS_LEFT) revert NotEnoughGas();
}

/// Transfers within TOKEN_GAS. What the token returns is not read: nothing is booked here, and an amount that did not
/// move stays where it is, to be swept another time.
function transfer(address token, address to, uint256 amount) {
    bytes memory data = abi.encodeWithSelector(0xa9059cbb, to, amount);
    uint256 gasBefore = gasleft();
    bool ok;
    assembly ("memory-safe") {
        ok := call(TOKEN_GAS, token, 0, add(data, 32), mload(data), 0, 0)
    }
    if (!ok && gasBefore < TOKEN_GAS_LEFT) revert NotEnoughGas();
}

/// Lives for a moment at a deposit address. Everything it does, it does in its constructor; it leaves no code.
contract Deposit {
    /// Native coin went to the treasury. Emitted by the deposit address itself; tokens have their own Transfer event.
    event Forwarded(address indexed treasury, uint256 amount);

    constructor() {
        (address treasury, address[] memory tokens, uint256[] memory amounts) = IDepositJob(msg.sender).job();
        for (uint256 i; i < tokens.length; ++i) transfer(tokens[i], treasury, amounts[i]);
        if (address(this).balance != 0) emit Forwarded(treasury, address(this).balance);
        // Moves the native coin without running the treasury's code, so a treasury that refuses it holds nothing up.
        selfdestruct(payable(treasury));
    }
}

/// Knows the deposit addresses and empties them to their treasuries.
contract DepositFactory is IDepositJob {
    /// keccak256 of Deposit's creation code: with this and the factory's address anyone can derive a deposit address.
    bytes32 public immutable initCodeHash = keccak256(type(Deposit).creationCode);

    // All state is transient (EIP-1153): it is gone with the transaction.
    address private transient sweeping; // the treasury while `sweep` runs, which makes it the lock as well
    uint256 private transient jobLength;

    uint256 private constant JOB = 1 << 255; // slots JOB + 2i and JOB + 2i + 1: a token and its amount
    uint256 private constant SWEPT = 1 << 254; // slot SWEPT + address: not zero once that deposit was destroyed

    /// The address that belongs to (treasury, salt), on every chain that has this factory.
    function depositAddress(address treasury, bytes32 salt) external view returns (address) {
        return _create2Address(_create2Salt(treasury, salt));
    }

    /// Forwards the named `tokens` (the zero address is the native coin) from the deposits of `salts` to `treasury`.
    ///
    /// Anyone may call it, at any time. A deposit that holds none of the tokens is passed over, and so is one that was
    /// swept in this transaction already. A token that fails holds up no other token and no other deposit. Native coin
    /// goes along with tokens even when it is not named.
    ///
    /// Native coin that reaches a deposit later in the same transaction is destroyed by the protocol (EIP-6780): do not
    /// sweep and pay in one transaction.
    function sweep(address treasury, bytes32[] calldata salts, address[] calldata tokens) external {
        if (treasury == address(0)) revert ZeroTreasury();
        if (sweeping != address(0)) revert Reentered();
        if (_load(SWEPT + uint160(treasury)) != 0) revert TreasurySwept();
        sweeping = treasury;
        for (uint256 i; i < salts.length; ++i) {
            bytes32 create2Salt = _create2Salt(treasury, salts[i]);
            address deposit = _create2Address(create2Salt);
            // An address can be constructed at once per transaction; a second try would burn all gas it is given.
            if (_load(SWEPT + uint160(deposit)) != 0 || !_prepareJob(deposit, tokens)) continue;
            new Deposit{salt: create2Salt}();
            _store(SWEPT + uint160(deposit), 1);
        }
        jobLength = 0;
        sweeping = address(0);
    }

    /// @inheritdoc IDepositJob
    function job() external view returns (address treasury, address[] memory tokens, uint256[] memory amounts) {
        uint256 length = jobLength;
        treasury = sweeping;
        tokens = new address[](length);
        amounts = new uint256[](length);
        for (uint256 i; i < length; ++i) {
            tokens[i] = address(uint160(_load(JOB + 2 * i)));
            amounts[i] = _load(JOB + 2 * i + 1);
        }
    }

    /// Writes down which tokens `deposit` holds. False when there is nothing to forward.
    function _prepareJob(address deposit, address[] calldata tokens) private returns (bool any) {
        uint256 length;
        for (uint256 i; i < tokens.length; ++i) {
            address token = tokens[i];
            if (token == address(0)) {
                if (deposit.balance != 0) any = true;
                continue;
            }
            uint256 amount = balanceOf(token, deposit);
            if (amount == 0) continue;
            _store(JOB + 2 * length, uint160(token));
            _store(JOB + 2 * length + 1, amount);
            ++length;
        }
        jobLength = length;
        return any || length != 0;
    }

    /// The treasury is part of the salt, so that an address can pay no other.
    function _create2Salt(address treasury, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(treasury, salt));
    }

    function _create2Address(bytes32 create2Salt) private view returns (address) {
        bytes memory preimage = abi.encodePacked(bytes1(0xff), address(this), create2Salt, initCodeHash);
        return address(uint160(uint256(keccak256(preimage))));
    }

    function _load(uint256 slot) private view returns (uint256 value) {
        assembly ("memory-safe") {
            value := tload(slot)
        }
    }

    function _store(uint256 slot, uint256 value) private {
        assembly ("memory-safe") {
            tstore(slot, value)
        }
    }
}
