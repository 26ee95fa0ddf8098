using System.Diagnostics;
using System.Net;
using Alerting.Access;
using Alerting.Grains.Audit;
using Alerting.Server.Access;

namespace Alerting.Server.Audit;

/// <summary>Says who acts by a request, for the audit log.</summary>
internal static class Acts
{
    /// <summary>The header that says why, where the body has no member for that.</summary>
    public const string ReasonHeader = "Audit-Reason";

    /// <summary>The most characters of that header that are kept.</summary>
    private const int MaxReason = 1_000;

    /// <summary>The act of a request that was let in.</summary>
    /// <param name="reason">What its body or query says; null: what the header says.</param>
    public static Act Of(HttpContext context, string? reason = null) => Of(context, Subject.Of(context).Actor, reason);

    /// <summary>The act of a request of somebody who is let in by it.</summary>
    public static Act Of(HttpContext context, Actor actor, string? reason = null) =>
        new(actor, AddressOf(context), RequestIdOf(context), reason ?? HeaderOf(context));

    /// <summary>The caller's address, where proxies are trusted the one that they tell.</summary>
    public static string? AddressOf(HttpContext context) => Shown(context.Connection.RemoteIpAddress);

    private static string? Shown(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    /// <summary>The trace, which problem details, logs and traces name; without one what the server calls the request.</summary>
    private static string RequestIdOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    private static string? HeaderOf(HttpContext context) =>
        context.Request.Headers[ReasonHeader].ToString().Trim() is { Length: > 0 } stated
            ? stated[..Math.Min(stated.Length, MaxReason)]
            : null;
}
