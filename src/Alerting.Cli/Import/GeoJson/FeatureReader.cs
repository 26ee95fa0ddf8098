using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Alerting.Cli.Import.GeoJson;

/// <summary>Reads a GeoJSON feature collection, one feature at a time.</summary>
/// <param name="map">What is made of a feature, which is valid during the call, and of the number of its first line.</param>
internal sealed class FeatureReader<T>(Func<JsonElement, long, T> map)
{
    /// <summary>A feature of a point is short; what is longer is a file without an end.</summary>
    private const long MaxFeature = 8 << 20;

    /// <param name="utf8">Stays open.</param>
    /// <exception cref="ImportFileException">The file is no feature collection, or breaks off.</exception>
    public async IAsyncEnumerable<T> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(utf8, new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true));
        var features = new GeoJsonFeatures();
        var found = new List<T>();
        var ended = false;
        while (!ended)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            ended = result.IsCompleted;
            var (consumed, failure) = Take(features, result, found);
            foreach (var feature in found)
            {
                yield return feature;
            }

            found.Clear();
            pipe.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.End);
            if (failure is not null)
            {
                throw failure;
            }
        }

        features.Finish();
    }

    /// <summary>The features before the place where the file breaks off are features still.</summary>
    private (long Consumed, ImportFileException? Failure) Take(GeoJsonFeatures features, in ReadResult result, List<T> found)
    {
        try
        {
            var consumed = features.Take(result.Buffer, result.IsCompleted, (feature, line) => found.Add(map(feature, line)));
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
