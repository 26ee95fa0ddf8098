using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Alerting.Cli.Import.GeoJson;

/// <summary>A GeoJSON feature collection, one feature at a time.</summary>
internal sealed class GeoJsonEvents(GeoJsonReport reports) : IEventFormat
{
    /// <summary>A feature of a point is short; what is longer is a file without an end.</summary>
    private const long MaxFeature = 8 << 20;

    public async IAsyncEnumerable<ImportedRow> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true));
        var features = new GeoJsonFeatures();
        var rows = new List<ImportedRow>();
        var ended = false;
        while (!ended)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            ended = result.IsCompleted;
            var (consumed, failure) = Take(features, result, rows);
            foreach (var row in rows)
            {
                yield return row;
            }

            rows.Clear();
            pipe.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.End);
            if (failure is not null)
            {
                throw failure;
            }
        }

        features.Finish();
    }

    /// <summary>The features before the place where the file breaks off are features still.</summary>
    private (long Consumed, ImportFileException? Failure) Take(GeoJsonFeatures features, in ReadResult result, List<ImportedRow> rows)
    {
        try
        {
            var consumed = features.Take(result.Buffer, result.IsCompleted, (feature, line) => rows.Add(reports.Map(feature, line)));
            return result.Buffer.Length - consumed <= MaxFeature
                ? (consumed, null)
                : (0, new ImportFileException(
                    $"What begins in line {features.Line} is longer than the {MaxFeature >> 20} MiB that a feature may have."));
        }
        catch (JsonException malformed)
        {
            return (0, new ImportFileException(
                $"The file is not JSON from line {malformed.LineNumber + 1}, column {malformed.BytePositionInLine + 1} on.", malformed));
        }
        catch (ImportFileException failure)
        {
            return (0, failure);
        }
    }
}
