using System.Globalization;
using System.Text;
using System.Text.Json;
using Alerting.Grains.Subscriptions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>Reads what is to be delivered again, from the query or from the body; from neither: all that are dead.</summary>
internal static class ReplayParser
{
    internal static readonly string[] Members = ["seq", "fromSeq", "from", "allDead"];

    public static (ReplayRequest? Request, Fault? Fault) Parse(ReadOnlyMemory<byte> body, string? seq, string? fromSeq, string? from)
    {
        var (request, fault) = OfQuery(seq, fromSeq, from);
        if (fault is not null || RequestBody.IsBlank(body))
        {
            return (fault is null ? OrAllDead(request!) : null, fault);
        }

        if (MalformedJson.Find(body.Span) is { } malformed)
        {
            return (null, malformed);
        }

        using var document = JsonDocument.Parse(body);
        try
        {
            var stated = OfBody(document.RootElement);
            return stated == new ReplayRequest() ? (OrAllDead(request!), null)
                : request == new ReplayRequest() ? (stated, null)
                : (null, new Fault(FaultTypes.InvalidField, "State in the query or in the body what is to be sent again, not in both.", "$"));
        }
        catch (BodyRefusedException refusal)
        {
            return (null, refusal.Fault);
        }
    }

    private static ReplayRequest OrAllDead(ReplayRequest request) =>
        request == new ReplayRequest() ? new ReplayRequest(AllDead: true) : request;

    private static (ReplayRequest? Request, Fault? Fault) OfQuery(string? seq, string? fromSeq, string? from)
    {
        if (!TryReadSeq(seq, out var one))
        {
            return (null, Paging.Invalid("seq", seq!));
        }

        if (!TryReadSeq(fromSeq, out var first))
        {
            return (null, Paging.Invalid("fromSeq", fromSeq!));
        }

        DateTimeOffset instant = default;
        return from is not null && !TryReadInstant(from, out instant)
            ? (null, Paging.Invalid("from", from))
            : (new ReplayRequest(one, false, first, from is null ? null : instant), null);
    }

    private static ReplayRequest OfBody(JsonElement root)
    {
        var fields = new JsonFields(root, "$", Members);
        DateTimeOffset? from = null;
        if (fields.Text("from", 40) is { } text)
        {
            from = TryReadInstant(text, out var instant) ? instant : throw fields.Invalid("from", "must be an RFC 3339 instant with offset");
        }

        return new ReplayRequest(Seq(fields, "seq"), fields.Boolean("allDead") ?? false, Seq(fields, "fromSeq"), from);
    }

    private static long? Seq(JsonFields fields, string name) =>
        !fields.Has(name) ? null
        : fields.Required(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var seq) && seq >= 1 ? seq
        : throw fields.Invalid(name, "must be a seq of 1 or more");

    private static bool TryReadInstant(string text, out DateTimeOffset instant) =>
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out instant);

    private static bool TryReadSeq(string? text, out long? seq)
    {
        seq = text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
        return seq is not -1;
    }
}
