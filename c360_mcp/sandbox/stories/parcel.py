"""A router that went to the wrong door, sorted out over WhatsApp in Spanish."""

from c360_mcp.sandbox.story import Story, call, whatsapp

# A contact reads in a few lines, not in one per field.
# fmt: off
STORY = Story(
    key="parcel",
    phone="+12065550188",
    agent_sentiment="POSITIVE",
    contacts=(
        whatsapp(
            27, "17:06", "18m22s", sentiment="NEUTRAL", topics={"delivery": 3}, queue="Mensajería",
            wrap_up=("Pedido en curso",), labels=("Queued", "Handled"),
            summary="La clienta preguntó por su pedido de un router nuevo, con un importe de 89,00 dólares, "
            "que no había llegado en la fecha prevista. El agente comprobó que el paquete seguía en el "
            "almacén de Tacoma por un error en el código postal, corrigió la dirección y prometió la entrega "
            "en un plazo de tres días laborables. La clienta pidió recibir un aviso el día anterior.",
        ),
        whatsapp(
            22, "19:44", "31m09s", sentiment="NEGATIVE", topics={"delivery": 5, "complaint": 1},
            queue="Mensajería",
            wrap_up=("Reclamación abierta",), labels=("Queued", "TransferredToAgent", "Handled"),
            summary="La clienta escribió que el paquete figura como entregado, pero que ella no lo ha "
            "recibido. El agente consultó a la empresa de transporte: el paquete se dejó en el número 114 en "
            "lugar del 141. El agente abrió una reclamación, prometió enviar otro router sin coste si el "
            "primero no aparece en 48 horas y confirmó que no se cobrará dos veces. La clienta necesita el "
            "router para trabajar.",
        ),
        call(
            20, "16:25", "4m02s", direction="OUTBOUND", sentiment="POSITIVE", topics={"delivery": 2},
            queue="Deliveries",
            wrap_up=("Replacement sent",), labels=("Handled",),
            summary="Agent called to report that the first router could not be recovered and that a "
            "replacement left the warehouse on {20}, free of charge, with delivery on {18}. Customer "
            "confirmed the house number 141 and was content.",
        ),
        whatsapp(
            17, "18:30", "3m15s", sentiment="POSITIVE", topics={"delivery": 1, "praise": 1},
            queue="Mensajería",
            wrap_up=("Resuelto",), labels=("Queued", "Handled"),
            summary="La clienta confirmó que el router de sustitución llegó en la fecha acordada y que "
            "funciona. Dio las gracias por la rapidez. El agente cerró la reclamación y confirmó que el "
            "cargo de 89,00 dólares aparece una sola vez. No queda nada pendiente.",
        ),
    ),
)
# fmt: on
