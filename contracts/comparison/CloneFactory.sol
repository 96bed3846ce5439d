// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The alternative that docs/decisions/0002-deposit-contract.md weighs and leaves: a permanent minimal proxy (EIP-1167)
// at each deposit address. Compiled and measured by comparison/measure.mjs, deployed nowhere.

contract Forwarder {
    address private immutable factory = msg.sender;

    receive() external payable {}

    function forward(address treasury, address[] calldata tokens) external {
        require(msg.sender == factory);
        for (uint256 i; i < tokens.length; ++i) {
            bool ok;
            if (tokens[i] == address(0)) {
                (ok, ) = treasury.call{value: address(this).balance}("");
            } else {
                (, bytes memory word) = tokens[i].staticcall(abi.encodeWithSelector(0x70a08231, address(this)));
                (ok, ) = tokens[i].call(abi.encodeWithSelector(0xa9059cbb, treasury, abi.decode(word, (uint256))));
            }
        }
    }
}

contract CloneFactory {
    address private immutable implementation = address(new Forwarder());

    function depositAddress(address treasury, bytes32 salt) public view returns (address) {
        bytes32 create2Salt = keccak256(abi.encode(treasury, salt));
        bytes32 hash = keccak256(_initCode());
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), create2Salt, hash)))));
    }

    function sweep(address treasury, bytes32[] calldata salts, address[] calldata tokens) external {
        bytes memory initCode = _initCode();
        for (uint256 i; i < salts.length; ++i) {
            address deposit = depositAddress(treasury, salts[i]);
            if (deposit.code.length == 0) {
                bytes32 create2Salt = keccak256(abi.encode(treasury, salts[i]));
                assembly ("memory-safe") {
                    pop(create2(0, add(initCode, 32), mload(initCode), create2Salt))
                }
            }
            Forwarder(payable(deposit)).forward(treasury, tokens);
        }
    }

    function _initCode() private view returns (bytes memory) {
        return
            abi.encodePacked(
                hex"3d602d80600a3d3981f3363d3d373d3d3d363d73",
                implementation,
                hex"5af43d82803e903d91602b57fd5bf3"
            );
    }
}
