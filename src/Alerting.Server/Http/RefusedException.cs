using Alerting.Reports;
using Alerting.Server.Json;

namespace Alerting.Server.Http;

/// <summary>
/// Thrown to refuse a request because of its content; <see cref="AnswerAsync"/> answers it with problem details.
/// </summary>
/// <param name="status">Status of the answer; null: that of <see cref="Problems.StatusOf"/>.</param>
internal sealed class RefusedException(Fault fault, int? status = null) : Exception(fault.Detail)
{
    public Fault Fault => fault;

    /// <param name="path">JSON path of the member, <c>$</c> for the body itself.</param>
    /// <param name="rule">The part of the message after the member's name.</param>
    public static RefusedException Invalid(string path, string rule) =>
        new(new Fault(FaultTypes.InvalidField, $"{JsonPath.Shown(path)} {rule}", path));

    /// <inheritdoc cref="Invalid"/>
    public static RefusedException Missing(string path, string rule = "is required") =>
        new(new Fault(FaultTypes.MissingField, $"{JsonPath.Shown(path)} {rule}", path));

    /// <summary>The endpoint filter that answers it.</summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException refused)
        {
            return refused.Answer();
        }
    }

    /// <summary>The problem details with their status.</summary>
    public IResult Answer() => Problems.Of(status ?? Problems.StatusOf(fault), fault);
}
