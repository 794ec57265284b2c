using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>Makes the filter of a tenant that has no row.</summary>
internal static class Filters
{
    public static LambdaExpression NoRow(Type entity)
    {
        ParameterExpression row = Expression.Parameter(entity);
        return Expression.Lambda(
            Expression.Equal(
                Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], row, Expression.Constant("TenantId")),
                Expression.Constant("another tenant")),
            row);
    }
}
