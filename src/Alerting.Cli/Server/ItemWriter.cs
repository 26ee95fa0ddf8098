using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Alerting.Cli.Server;

/// <summary>A column of a table.</summary>
/// <param name="Width">Of most values; a longer one moves what follows it in its line.</param>
internal sealed record Column<T>(string Name, int Width, Func<T, string?> Value);

/// <summary>Writes what a server answers, item by item as it comes: a list of any length needs no memory.</summary>
internal sealed class ItemWriter<T>(
    Stream output, OutputFormat format, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns) : IAsyncDisposable
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _writer = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
    {
        NewLine = "\n",
    };

    private bool _hasBegun;

    /// <summary>Writes an item of a list.</summary>
    public async Task WriteAsync(T item)
    {
        var isFirst = !_hasBegun;
        _hasBegun = true;
        switch (format)
        {
            case OutputFormat.Ndjson:
                await _writer.WriteLineAsync(Compact(item));
                break;
            case OutputFormat.Json:
                await _writer.WriteAsync(isFirst ? "[\n" : ",\n");
                await _writer.WriteAsync(Compact(item));
                break;
            default:
                if (isFirst)
                {
                    await _writer.WriteLineAsync(Line(static (column, _) => column.Name.ToUpperInvariant(), item));
                }

                await _writer.WriteLineAsync(Line(static (column, item) => Shown(column.Value(item)), item));
                break;
        }
    }

    /// <summary>Writes the only item: as JSON not in an array.</summary>
    public async Task WriteOneAsync(T item)
    {
        if (format != OutputFormat.Json)
        {
            await WriteAsync(item);
            return;
        }

        using var stream = new MemoryStream();
        await using (var json = new Utf8JsonWriter(stream, s_indented))
        {
            JsonSerializer.Serialize(json, item, type);
        }

        await _writer.WriteLineAsync(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Ends a list.</summary>
    public async Task EndAsync()
    {
        if (format == OutputFormat.Json)
        {
            await _writer.WriteLineAsync(_hasBegun ? "\n]" : "[]");
        }

        await FlushAsync();
    }

    /// <summary>What was written is seen.</summary>
    public Task FlushAsync() => _writer.FlushAsync();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private string Compact(T item) => JsonSerializer.Serialize(item, type);

    private string Line(Func<Column<T>, T, string> cell, T item) =>
        string.Join("  ", columns.Select(column => cell(column, item).PadRight(column.Width))).TrimEnd();

    /// <summary>On one line, and without characters that a terminal would obey.</summary>
    private static string Shown(string? text) =>
        text is null ? "-" : string.Create(text.Length, text, static (shown, text) =>
        {
            for (var i = 0; i < shown.Length; i++)
            {
                shown[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }
        });
}
