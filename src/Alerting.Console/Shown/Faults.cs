using Alerting.Client;

namespace Alerting.Console.Shown;

/// <summary>What is said to people when a request fails.</summary>
internal static class Faults
{
    /// <summary>A sentence.</summary>
    public static string Say(Exception exception) => exception switch
    {
        ProblemException { RetryAfter: { } wait } problem => $"{problem.Problem.Detail} Come back in {wait.TotalSeconds:0} s.",
        ProblemException problem => problem.Problem.Detail,
        _ => "The server cannot be reached.",
    };
}
