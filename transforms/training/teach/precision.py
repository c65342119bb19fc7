"""Products in bfloat16: no worse here, and much quicker where the processor has them; fifty times
slower where it has not.
"""

import torch


def quick() -> torch.autocast:
    """A context in which products are of 16 bits where the processor has such products, else of 32."""
    return torch.autocast(
        "cpu", torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported()
    )
