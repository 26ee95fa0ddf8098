using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>
/// Rows that make no report and reports that the server refused: shown one by one as they are found, counted by reason.
/// </summary>
/// <param name="show">Takes one line for people.</param>
/// <param name="file">Takes one JSON object a line; null: nothing.</param>
internal sealed class RejectList(Action<string> show, Stream? file)
{
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    public void Add(long line, string? id, Fault fault)
    {
        Count++;
        _reasons[fault.Type] = _reasons.GetValueOrDefault(fault.Type) + 1;
        show(string.Create(CultureInfo.InvariantCulture, $"line {line}{(id is null ? "" : $" ({id})")}: {fault.Detail}"));
        if (file is null)
        {
            return;
        }

        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteString("reportId", id);
            json.WriteString("type", fault.Type);
            json.WriteString("reason", fault.Detail);
            json.WriteEndObject();
        }

        file.Write("\n"u8);
    }

    /// <summary>How many of each reason, as words; empty when there were none.</summary>
    public string Reasons() =>
        string.Join(", ", _reasons.Select(static r => string.Create(CultureInfo.InvariantCulture, $"{r.Value:N0} {r.Key}")));
}
