using System.Net;
using Alerting.Client;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>Somebody else has changed a threshold since it was got.</summary>
/// <param name="Theirs">What is in force now; null where it was deleted.</param>
public sealed record SaveConflict(Tagged<ThresholdView>? Theirs)
{
    /// <summary>Looks at what is there now.</summary>
    /// <exception cref="ProblemException">The server refuses.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public static async Task<SaveConflict> MeetAsync(AlertingClient client, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            return new SaveConflict(await client.Thresholds.GetAsync(id, cancellationToken));
        }
        catch (ProblemException problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            return new SaveConflict((Tagged<ThresholdView>?)null);
        }
    }
}
